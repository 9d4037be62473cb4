"""A clean copy, as a newcomer gets it: first start, pages, second start, no leftovers.

Prints what it measured; exits non-zero with a sentence when something does not hold.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UP = "Ctrl-C stops everything."
SECOND_START_LIMIT = 10.0
PAGES = ["/health/ready", "/fi/privacy/", "/sv/privacy/", "/en/privacy/"]
PAGES += ["/admin/login/", "/demo/mail/"]
KEPT = {"PATH", "HOME", "LANG"}


def make_copy(folder: Path) -> Path:
    """What is committed, and nothing else; the environment is shared to save time."""
    copy = folder / "kespet copy"
    copy.mkdir(parents=True)
    archive = subprocess.run(
        ["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=True
    )
    subprocess.run(["tar", "-x", "-C", str(copy)], input=archive.stdout, check=True)
    (copy / ".venv").symlink_to((ROOT / ".venv").resolve())
    return copy


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def start(copy: Path, port: int) -> tuple[subprocess.Popen[str], float]:
    """The running product, and the seconds until it said that it is up."""
    began = time.monotonic()
    run = subprocess.Popen(
        [str(copy / "bin" / "run"), "--port", str(port)],
        cwd=copy,
        env={key: value for key, value in os.environ.items() if key in KEPT},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    lines = []
    for line in run.stdout or []:
        lines.append(line)
        if line.strip() == UP:
            return run, time.monotonic() - began
    sys.exit("bin/run did not come up:\n" + "".join(lines))


def look_at_pages(port: int) -> None:
    for page in PAGES:
        address = f"http://127.0.0.1:{port}{page}"
        with urllib.request.urlopen(address, timeout=30) as response:
            if response.status != 200:
                sys.exit(f"{page} answered {response.status}")


def stop(run: subprocess.Popen[str], copy: Path) -> None:
    run.send_signal(signal.SIGTERM)
    run.communicate(timeout=120)
    if run.returncode != 0:
        sys.exit(f"bin/run ended with {run.returncode}")
    if left := processes_of(copy):
        sys.exit("still running after SIGTERM:\n" + "\n".join(left))


def processes_of(copy: Path) -> list[str]:
    mark, found = str(copy).encode(), []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            told = command + os.fsencode((process / "cwd").readlink())
            if mark in told + (process / "environ").read_bytes():
                found.append(command.replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


def start_and_stop(copy: Path, port: int, name: str) -> float:
    """The seconds until it was up."""
    run, seconds = start(copy, port)
    print(f"smoke: {name} start up after {seconds:.1f} s", flush=True)
    look_at_pages(port)
    stop(run, copy)
    return seconds


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="kespet smoke ") as folder:
        Path(folder).chmod(0o711)
        copy, port = make_copy(Path(folder)), free_port()
        start_and_stop(copy, port, "first")
        # A neighbour on the same machine may slow one start down, not three.
        times = (start_and_stop(copy, port, "second") for _turn in range(3))
        if not any(seconds < SECOND_START_LIMIT for seconds in times):
            sys.exit(f"no second start was up within {SECOND_START_LIMIT:.0f} s")


if __name__ == "__main__":
    main()
