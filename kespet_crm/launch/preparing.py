"""Before the first page: migrations, catalogues, static files, in one process."""

import subprocess
from pathlib import Path

from kespet_crm.services.errors import DISK_FULL, LaunchError, tells_of_full_disk
from kespet_crm.services.processes import start_process
from kespet_crm.services.server import SOURCE

from .environment import PYTHON, Environment

PREPARED = "prepared"


def run_manage(environment: Environment, *arguments: str) -> str:
    """What manage.py printed; LaunchError with its last line when it failed."""
    process = start_process(
        [str(PYTHON), str(SOURCE / "manage.py"), *arguments],
        cwd=SOURCE,
        env=environment.variables,
        output=subprocess.PIPE,
    )
    try:
        output = process.communicate()[0].decode(errors="replace")
    finally:
        process.kill()
        process.wait()
    if tells_of_full_disk(output):
        raise LaunchError(DISK_FULL)
    if process.returncode != 0:
        last = output.strip().splitlines()[-1:] or ["no reason given"]
        raise LaunchError(f"manage.py {arguments[0]} failed: {last[0]}")
    return output


def prepare(environment: Environment) -> bool:
    """True when nobody has put anything into the database yet."""
    output = run_manage(environment, "prepare_start")
    is_prepared(environment).touch()
    return output.strip().endswith("empty")


def is_prepared(environment: Environment) -> Path:
    """A mark that this data folder's database has its tables."""
    folder = Path(environment.variables["DATA_DIR"]) / "services"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / PREPARED
