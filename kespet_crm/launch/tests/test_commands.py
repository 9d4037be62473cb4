"""bin/run and bin/manage as a newcomer starts them: real processes, real signals."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kespet_crm.services.account import service_account, service_home
from kespet_crm.services.locks import take_exclusive
from kespet_crm.services.server import SOURCE, free_port

pytestmark = pytest.mark.slow
UP = "Ctrl-C stops everything."
OWN = {"PATH", "HOME", "LANG", "PIP_INDEX_URL", "SSL_CERT_FILE"}


@dataclass
class Folder:
    """A data folder of its own, and what runs for it."""

    path: Path
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if key in OWN}
        return {**kept, "DATA_DIR": str(self.path), "ENV_FILE": ""}

    def processes(self) -> list[str]:
        """Command lines of everything that was started for this folder."""
        mark = str(self.path).encode()
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                command = (process / "cmdline").read_bytes()
                told = command + (process / "environ").read_bytes()
                told += str((process / "cwd").readlink()).encode()
                if mark in told:
                    found.append(command.replace(b"\0", b" ").decode())
            except OSError:
                continue
        return found

    def start(self, *arguments: str, port: int = 0) -> subprocess.Popen[str]:
        port = port or free_port()
        command = [str(SOURCE / "bin" / "run"), "--port", str(port), *arguments]
        run = subprocess.Popen(
            command,
            env=self.environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.started.append(run)
        return run


@pytest.fixture(scope="module")
def folder() -> Iterator[Folder]:
    parent = Path(tempfile.mkdtemp(prefix="kespet run "))
    parent.chmod(0o711)
    folder = Folder(parent / "data")
    yield folder
    for run in folder.started:
        if run.poll() is None:
            run.terminate()
            run.communicate()
    shutil.rmtree(service_home(folder.path, service_account()), ignore_errors=True)
    shutil.rmtree(parent, ignore_errors=True)


def wait_until_up(run: subprocess.Popen[str]) -> list[str]:
    assert run.stdout is not None
    lines: list[str] = []
    for line in run.stdout:
        lines.append(line.strip())
        if line.strip() == UP:
            return lines
    raise AssertionError("\n".join(lines))


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signal_stops_everything_that_run_started(
    folder: Folder, how: signal.Signals
) -> None:
    port = free_port()
    run = folder.start("--no-demo", port=port)
    lines = wait_until_up(run)
    assert f"Kespet CRM is up: http://127.0.0.1:{port}/" in lines
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready") as page:
        assert page.status == 200
    running = " ".join(folder.processes())
    for expected in ("gunicorn", "worker", "beat", "postgres", "valkey-server"):
        assert expected in running
    run.send_signal(how)
    run.communicate()
    assert run.returncode == 0
    assert folder.processes() == []


def test_killed_run_leaves_nothing_behind_and_starts_at_once_again(
    folder: Folder,
) -> None:
    run = folder.start("--no-demo")
    wait_until_up(run)
    assert any("gunicorn" in command for command in folder.processes())
    run.kill()
    run.communicate()
    for kind in ("valkey", "postgres"):
        gone = take_exclusive(folder.path / "services" / f"{kind}.keeper", 120.0)
        assert gone is not None
        gone.close()
    while folder.processes():  # the test's own timeout is the limit
        os.sched_yield()
    again = folder.start("--no-demo")
    assert "Preparing the database …" not in wait_until_up(again)
    again.terminate()
    again.communicate()
    assert folder.processes() == []


def test_manage_uses_the_services_of_a_running_run(folder: Folder) -> None:
    run = folder.start("--no-demo")
    wait_until_up(run)
    servers = [command for command in folder.processes() if "keeper" in command]
    done = manage(folder, "showmigrations", "--plan")
    assert done.returncode == 0
    assert "[ ]" not in done.stdout
    again = [command for command in folder.processes() if "keeper" in command]
    assert again == servers
    run.terminate()
    run.communicate()
    assert folder.processes() == []


def manage(folder: Folder, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(SOURCE / "bin" / "manage"), *arguments]
    return subprocess.run(
        command, env=folder.environment, text=True, capture_output=True, check=False
    )


def test_port_in_use_is_one_sentence(folder: Folder) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = folder.start(port=port)
        output = run.communicate()[0]
    assert run.returncode == 3
    assert output == (
        f"Port {port} is in use: stop what uses it, or choose another with --port.\n"
    )


def test_run_for_everybody_answers_to_the_name_of_the_machine(folder: Folder) -> None:
    port = free_port()
    run = folder.start("--no-demo", "--host", "0.0.0.0", port=port)  # noqa: S104 -- asked for
    wait_until_up(run)
    page = urllib.request.Request(
        f"http://127.0.0.1:{port}/fi/privacy/", headers={"Host": socket.gethostname()}
    )
    with urllib.request.urlopen(page) as answer:
        assert answer.status == 200
    page.add_header("Host", "evil.example")
    with pytest.raises(urllib.error.HTTPError, match="400"):
        urllib.request.urlopen(page)
    run.terminate()
    run.communicate()


def test_second_run_in_one_folder_is_one_sentence(folder: Folder) -> None:
    first = folder.start("--no-demo")
    wait_until_up(first)
    second = folder.start("--no-demo")
    output = second.communicate()[0]
    assert second.returncode == 3
    assert output == "bin/run is running already in this folder.\n"
    first.terminate()
    first.communicate()


@pytest.fixture
def small_disk() -> Iterator[Folder]:
    """A disk that PostgreSQL's files do not fit on; making one takes root's rights."""
    mount = Path(tempfile.mkdtemp(prefix="kespet small "))
    mount.chmod(0o711)
    command = ["mount", "-t", "tmpfs", "-o", "size=20m,mode=0711", "tmpfs", str(mount)]
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("left out: this account may not mount a small disk")
    yield Folder(mount / "data")
    subprocess.run(["umount", str(mount)], check=True)
    mount.rmdir()


def test_full_disk_is_one_sentence(small_disk: Folder) -> None:
    run = small_disk.start("--no-demo")
    output = run.communicate()[0]
    assert run.returncode == 3
    assert output == "The disk is full: free some space and start again.\n"
    assert small_disk.processes() == []


def test_too_old_python_is_one_sentence(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text(
        '#!/bin/sh\ncase "$2" in *print*) echo "Python 3.9";; *) exit 1;; esac\n'
    )
    old.chmod(0o755)
    (tmp_path / "dirname").symlink_to(str(shutil.which("dirname")))
    command = ["/bin/sh", str(SOURCE / "bin" / "run")]
    done = subprocess.run(
        command,
        env={"PATH": str(tmp_path)},
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 3
    assert done.stderr == (
        "Kespet CRM needs Python 3.11 or newer, and this machine has Python 3.9.\n"
    )


def test_missing_venv_module_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(
        "import importlib.util as u\n"
        "find = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name == 'ensurepip' else find(name, *a)\n"
    )
    copy = tmp_path / "project"
    shutil.copytree(SOURCE / "bin", copy / "bin")
    shutil.copy(SOURCE / "requirements.txt", copy)
    command = [sys.executable, str(copy / "bin" / "_bootstrap.py"), "run"]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(tmp_path / "site")}
    done = subprocess.run(
        command, env=environment, text=True, capture_output=True, check=False
    )
    assert done.returncode == 3
    assert done.stderr.startswith("Python's venv module is missing: install it")
    assert done.stderr.count("\n") == 1
