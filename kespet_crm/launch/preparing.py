"""Before the first page: migrations, catalogues, static files, in one process."""

import hashlib
import subprocess
from pathlib import Path

from kespet_crm.services.errors import DISK_FULL, LaunchError, tells_of_full_disk
from kespet_crm.services.processes import start_process
from kespet_crm.services.server import SOURCE

from .environment import PYTHON, Environment

PREPARED = "prepared"
SOURCES = ("registry", "contacts", "privacy", "kespet_crm", "static", "locale")


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
    mark = is_prepared(environment)
    mark.write_text(source_digest())
    return output.strip().endswith("empty")


def needs_preparing(environment: Environment) -> bool:
    """False where this very source prepared the embedded database before: a start then
    saves the process. A server of one's own may have changed without us."""
    mark = is_prepared(environment)
    embedded = any(lease.files.name == "postgres" for lease in environment.leases)
    collected = Path(environment.variables["DATA_DIR"]) / "static" / ".collected"
    done = embedded and mark.exists() and collected.exists()
    return not (done and mark.read_text() == source_digest())


def source_digest() -> str:
    """Changes with every file that preparing looks at."""
    digest = hashlib.sha256((SOURCE / "requirements.txt").read_bytes())
    for folder in SOURCES:
        for path in sorted((SOURCE / folder).rglob("*")):
            if path.suffix != ".pyc" and path.is_file():
                facts = path.stat()
                digest.update(f"{path}:{facts.st_size}:{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def is_prepared(environment: Environment) -> Path:
    """A mark that this data folder's database has its tables, and by which source."""
    folder = Path(environment.variables["DATA_DIR"]) / "services"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / PREPARED
