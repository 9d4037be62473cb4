"""Makes `.venv` hold the pinned requirements, then starts kespet_crm.launch in it.

Standard library only. Installs when the requirement file's digest differs from the
stamp in `.venv`, so that a second start installs nothing.
"""

import errno
import fcntl
import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RUNTIME = "requirements.txt"
DEVELOPMENT = "requirements-dev.txt"
NEEDS_DEVELOPMENT = {"test", "check", "bench", "lock"}
SETUP_FAILED = 3


def fail(sentence: str) -> NoReturn:
    """One sentence for the person at the terminal, and the exit code of set-up."""
    sys.stderr.write(f"{sentence}\n")
    sys.exit(SETUP_FAILED)


def file_digest(name: str) -> str:
    return hashlib.sha256((ROOT / name).read_bytes()).hexdigest()


def stamp_of(name: str) -> Path:
    return VENV / f".kespet-{name}.sha256"


def is_installed(name: str) -> bool:
    stamp = stamp_of(name)
    return stamp.is_file() and stamp.read_text().strip() == file_digest(name)


def create_environment() -> None:
    """Make `.venv`; Debian ships Python without the parts that this needs."""
    if importlib.util.find_spec("venv") is None or not importlib.util.find_spec(
        "ensurepip"
    ):
        fail(
            "Python's venv module is missing: install it "
            "(on Debian and Ubuntu: apt install python3-venv) and start again."
        )
    run_step([sys.executable, "-m", "venv", str(VENV)], "creating .venv")


def run_step(command: list[str], doing: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return
    output = f"{done.stdout}{done.stderr}"
    if "No space left on device" in output:
        fail(f"The disk is full: {doing} stopped. Free some space and start again.")
    last = next((line for line in reversed(output.splitlines()) if line.strip()), "")
    fail(f"Set-up stopped while {doing}: {last.strip()}")


def install(name: str) -> None:
    sys.stderr.write("Installing the pinned requirements (first start only) …\n")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input"]
    pip += ["--disable-pip-version-check", "--require-hashes", "-r", str(ROOT / name)]
    run_step(pip, "installing the requirements")
    for installed in {name, RUNTIME}:
        stamp_of(installed).write_text(file_digest(installed) + "\n")


def prepare_environment(name: str) -> None:
    """Create and fill `.venv` where needed; one process at a time."""
    if PYTHON.exists() and is_installed(name):
        return
    with (ROOT / ".venv.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not PYTHON.exists():
            create_environment()
        if not is_installed(name):
            install(name)


def main(command: str, arguments: list[str]) -> NoReturn:
    prepare_environment(DEVELOPMENT if command in NEEDS_DEVELOPMENT else RUNTIME)
    os.environ["PYTHONPATH"] = str(ROOT)
    program = [str(PYTHON), "-P", "-m", "kespet_crm.launch", command, *arguments]
    os.execv(PYTHON, program)  # noqa: S606 -- our own interpreter, no shell


if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2:])
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            fail("The disk is full: free some space and start again.")
        fail(f"Set-up stopped: {error.strerror} ({error.filename}).")
