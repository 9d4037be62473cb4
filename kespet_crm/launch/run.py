"""bin/run: the whole product in one command, and one signal to stop all of it."""

import argparse
import json
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

from kespet_crm.services.errors import LaunchError
from kespet_crm.services.locks import take_exclusive
from kespet_crm.services.server import port_is_free

from .demo import LOGINS, is_settled, prepare_demo
from .environment import PYTHON, Environment, product_environment
from .preparing import is_prepared, needs_preparing, prepare
from .supervisor import Program, Supervisor

EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 -- compared with what was asked for
READY_LIMIT = 120.0
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopAskedError(BaseException):
    """Ctrl-C, SIGTERM or SIGHUP, wherever we are; not to be caught on the way."""


def main(arguments: list[str]) -> int:
    options = parse(arguments)
    if not port_is_free(options.port, options.host):
        raise LaunchError(
            f"Port {options.port} is in use: stop what uses it, "
            "or choose another with --port."
        )
    _listen()
    environment = Environment({})
    try:
        environment = product_environment(site_url=site_url(options))
        serve(environment, options)
    except StopAskedError:
        say("Stopping …")
    finally:
        _ignore_signals()
        environment.release()
    return 0


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/run", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--no-demo", action="store_true", help="no demo data")
    return parser.parse_args(arguments)


def site_url(options: argparse.Namespace) -> str:
    """Where a browser on this machine finds us."""
    host = "127.0.0.1" if options.host in EVERYWHERE else options.host
    return (
        f"http://[{host}]:{options.port}"
        if ":" in host
        else f"http://{host}:{options.port}"
    )


def own_names() -> list[str]:
    """What the machine is called by others, where we listen to others."""
    names = ["localhost", "127.0.0.1", "[::1]", socket.gethostname()]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect(("192.0.2.1", 9))  # sends nothing; tells the address in use
        names.append(str(probe.getsockname()[0]))
    return names


def serve(environment: Environment, options: argparse.Namespace) -> None:
    """Prepare, start, print where it is, and watch until a signal comes."""
    variables = environment.variables
    data_dir = Path(variables["DATA_DIR"])
    lock = take_exclusive(data_dir / "services" / "run.lock", patience=0.0)
    if lock is None:
        raise LaunchError("bin/run is running already in this folder.")
    (data_dir / "beat").mkdir(mode=0o700, exist_ok=True)
    if options.host in EVERYWHERE:
        variables.setdefault("ALLOWED_HOSTS", ",".join(own_names()))
    variables |= {"WEB_HOST": options.host, "WEB_PORT": str(options.port)}
    prepare_where_due(environment, demo=not options.no_demo)
    programs = product_programs()
    supervisor = Supervisor(programs, variables, data_dir / "logs")
    closed: list[str] = []
    try:
        supervisor.start(
            lambda: closed.append(wait_until_ready(options, environment, programs[0]))
        )
        greet(environment, closed=closed[0])
        while True:
            supervisor.watch()
            time.sleep(1)
    finally:
        _ignore_signals()
        supervisor.stop()
        lock.close()


def prepare_where_due(environment: Environment, *, demo: bool) -> None:
    """A start that finds everything as the last one left it goes straight on."""
    is_empty = False
    if needs_preparing(environment) or not is_settled(environment, wanted=demo):
        say("Preparing the database …")
        is_empty = prepare(environment)
    prepare_demo(environment, wanted=demo, is_empty=is_empty)


def product_programs() -> list[Program]:
    """Web, worker and beat: in this order they are started and stopped."""
    celery = [str(PYTHON), "-P", "-m", "celery", "--quiet"]
    celery += ["-A", "kespet_crm.celery"]
    return [
        Program(
            "web",
            [
                *[str(PYTHON), "-P", "-m", "gunicorn", "--config"],
                *["python:kespet_crm.gunicorn_conf", "kespet_crm.wsgi"],
            ],
        ),
        Program("worker", [*celery, "worker", "--without-gossip", "--without-mingle"]),
        Program("beat", [*celery, "beat"]),
    ]


def wait_until_ready(
    options: argparse.Namespace, environment: Environment, web: Program
) -> str:
    """The sentence comes when the first page does. Returns why the register is closed
    (after a restore), or nothing when it is open."""
    address = f"{site_url(options)}/health/ready"
    limit = time.monotonic() + READY_LIMIT
    while time.monotonic() < limit and not web.has_died:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 -- our own
                return ""
        except urllib.error.HTTPError as answer:
            if closed := why_closed(answer.read()):
                return closed
            time.sleep(0.1)
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    is_prepared(environment).unlink(missing_ok=True)  # do all of it next time
    raise LaunchError("The web process did not answer: .data/logs/web.log tells why.")


def why_closed(answer: bytes) -> str:
    """The reason, where everything is ready but the register is closed."""
    try:
        states = dict(json.loads(answer))
    except ValueError:
        return ""
    reason = str(states.pop("reason", ""))
    others = {state for name, state in states.items() if name != "opening"}
    return reason if others == {"ok"} else ""


def greet(environment: Environment, *, closed: str = "") -> None:
    variables = environment.variables
    say(f"\nKespet CRM is up: {variables['SITE_URL']}/")
    if closed:
        say(f"  IT IS CLOSED   {closed}: bin/manage restore_state says what to do")
    say(f"  staff          {variables['SITE_URL']}/admin/")
    if variables.get("DEMO") == "1":
        say(f"  sent mail      {variables['SITE_URL']}/demo/mail/")
        say(f"  demo logins    {', '.join(LOGINS)}")
        say(f"  their password {variables['DEMO_PASSWORD']}")
    say(f"  logs           {variables['DATA_DIR']}/logs/")
    say("Ctrl-C stops everything.")


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def _listen() -> None:
    """Under nohup a closed terminal is meant to be survived; all else stops us."""
    for number in SIGNALS:
        nohup = signal.getsignal(number) == signal.SIG_IGN and number == signal.SIGHUP
        signal.signal(number, signal.SIG_IGN if nohup else _ask_to_stop)


def _ask_to_stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    _ignore_signals()
    raise StopAskedError


def _ignore_signals() -> None:
    """Once stopping, stop to the end: impatience must not leave processes behind."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
