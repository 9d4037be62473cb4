"""One migrated template; every test process works in a clone of it.

The template's name carries a digest of everything that shapes the schema, so a changed
migration or model makes a new one, by running the migrations.
"""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
from django.core.management import call_command
from django.db import connection, connections
from psycopg2 import sql

from tests.slots import Slot

ROOT = Path(__file__).resolve().parent.parent
APPS = ("registry", "contacts", "privacy", "kespet_crm")
SHAPING = {".py", ".sql", ".txt", ".json", ".md"}
PREFIX = "kespet_template_"
KEPT_TEMPLATES = 4


def shaping_files(root: Path = ROOT) -> Iterator[Path]:
    """What can change the schema or the rows that migrations bring."""
    yield root / "requirements.txt"
    for app in APPS:
        for path in sorted((root / app).rglob("*")):
            inside = set(path.relative_to(root).parts)
            if path.suffix in SHAPING and not inside & {"tests", "admin", "templates"}:
                yield path


def template_name(root: Path = ROOT) -> str:
    digest = hashlib.sha256()
    for path in shaping_files(root):
        digest.update(f"{path.relative_to(root)}\0".encode())
        digest.update(path.read_bytes())
    return PREFIX + digest.hexdigest()[:16]


def run_on_server(slot: Slot, statement: str, *names: str) -> list[tuple[object, ...]]:
    """One statement outside any transaction, names quoted as identifiers."""
    with closing(psycopg2.connect(slot.server_url)) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
            return cursor.fetchall() if cursor.description else []


def ensure_template(slot: Slot) -> str:
    """The name of the template, migrated first where it is missing."""
    name = template_name()
    with (slot.shared_dir / "template.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if name not in _templates(slot):
            _drop_old_templates(slot)
            _migrate_template(slot, name)
    return name


def _templates(slot: Slot) -> list[str]:
    """Newest first."""
    found = "SELECT datname FROM pg_database WHERE datname ~ '^kespet_template_[0-9a-f]+$' ORDER BY oid DESC"
    return [str(row[0]) for row in run_on_server(slot, found)]


def _drop_old_templates(slot: Slot) -> None:
    for name in _templates(slot)[KEPT_TEMPLATES - 1 :]:
        run_on_server(slot, "DROP DATABASE {}", name)


def _migrate_template(slot: Slot, name: str) -> None:
    """Renamed only when complete: a killed run leaves no half template."""
    unfinished = f"{name}_unfinished"
    run_on_server(slot, "DROP DATABASE IF EXISTS {} WITH (FORCE)", unfinished)
    run_on_server(slot, "CREATE DATABASE {}", unfinished)
    _connect_to(unfinished)
    call_command("migrate", verbosity=0, interactive=False)
    connections.close_all()
    run_on_server(slot, "ALTER DATABASE {} RENAME TO {}", unfinished, name)


def clone_template(slot: Slot, template: str) -> None:
    """A fresh database for this process; whoever was connected to the old one is cut."""
    connections.close_all()
    drop_clone(slot)
    run_on_server(slot, "CREATE DATABASE {} TEMPLATE {}", slot.database, template)
    _connect_to(slot.database)


def drop_clone(slot: Slot) -> None:
    connections.close_all()
    run_on_server(slot, "DROP DATABASE IF EXISTS {} WITH (FORCE)", slot.database)


def _connect_to(name: str) -> None:
    connections.close_all()
    connection.settings_dict["NAME"] = name
