"""The same register again and again: each measurement works in a clone of its own."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import psycopg2
import psycopg2.errors
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from psycopg2 import sql

from .filling import fill_backlog
from .telling import say

CLONE: Final = "backlog_clone"
_TRIES: Final = 12
_END_SESSIONS: Final = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = %s AND usename = current_user AND pid <> pg_backend_pid()
"""
_PREFIX: Final = "backlog_base"
_SHAPING: Final = ("kespet_crm/seeding", "benchmarks/backlog/filling.py")
_APPS: Final = ("registry", "contacts", "privacy", "kespet_crm")


def ensure_base(persons: int) -> str:
    """The name of a filled database for this source and size, made where missing."""
    name = f"{_PREFIX}_{persons}_{_digest()}"
    known = _names()
    if name in known:
        say(f"the filled register of an earlier run serves again ({name})")
        return name
    for old in known:
        _drop(old)
    unfinished = f"{_PREFIX}_unfinished"
    _run("CREATE DATABASE {}", unfinished)
    connect_to(unfinished)
    call_command("migrate", verbosity=0, interactive=False)
    fill_backlog(persons)
    connections.close_all()
    _run("ALTER DATABASE {} RENAME TO {}", unfinished, name)
    return name


@contextmanager
def clone_of(base: str) -> Iterator[None]:
    """A fresh copy of the filled register, files and all; gone afterwards."""
    drop_clone()
    say("cloning the filled register")
    _run("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", CLONE, base)
    connect_to(CLONE)
    try:
        yield
    finally:
        drop_clone()


def drop_clone() -> None:
    connect_to("postgres")
    _drop(CLONE)


def _drop(name: str) -> None:
    """Our own sessions are ended; FORCE would also try, in vain, to end the server's
    own vacuuming, which a plain DROP asks to stop and waits for."""
    _run(_END_SESSIONS, values=[name])
    for patience in range(_TRIES, 0, -1):
        try:
            _run("DROP DATABASE IF EXISTS {}", name)
            return
        except psycopg2.errors.ObjectInUse:
            if patience == 1:
                raise


def connect_to(name: str) -> None:
    """Django works in that database from now on."""
    connections.close_all()
    connection.settings_dict["NAME"] = name


def url_of(name: str) -> str:
    """For another process."""
    server, _slash, _database = os.environ["DATABASE_URL"].rpartition("/")
    return f"{server}/{name}"


def _names() -> list[str]:
    names = [str(name) for (name,) in _run("SELECT datname FROM pg_database")]
    return [name for name in names if name.startswith(_PREFIX)]


def _run(
    statement: str, *names: str, values: Sequence[object] | None = None
) -> list[tuple[object, ...]]:
    with closing(psycopg2.connect(url_of("postgres"))) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute(
                sql.SQL(statement).format(*map(sql.Identifier, names)), values
            )
            return cursor.fetchall() if cursor.description else []


def _digest() -> str:
    """Changes with the schema and with what fills it."""
    digest = hashlib.sha256()
    for path in sorted(_shaping_files(Path(settings.BASE_DIR))):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _shaping_files(root: Path) -> Iterator[Path]:
    for name in _SHAPING:
        path = root / name
        yield from path.rglob("*.py") if path.is_dir() else [path]
    for app in _APPS:
        yield from (root / app).glob("migrations/*.py")
