"""What a database must be, and what production must not be started with."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import connections

OLDEST_POSTGRESQL = 150_000
Messages = list[CheckMessage]
Danger = tuple[str, bool, str, str]  # code, whether it is so, what is wrong, what to do


def check_database(*, databases: Sequence[str] | None, **_: Any) -> Messages:
    """PostgreSQL 15 or newer, with letters: under ctype C, trigrams lose å, ä and ö."""
    return [
        message for alias in databases or () for message in _look_at_database(alias)
    ]


def _look_at_database(alias: str) -> Messages:
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int,"
            " current_setting('server_encoding'), 'ä' ~ '^[[:alpha:]]$'"
        )
        version, encoding, knows_letters = cursor.fetchone()
    found: Messages = []
    if version < OLDEST_POSTGRESQL:
        hint = "Use PostgreSQL 15 or newer."
        found.append(Error("PostgreSQL is too old.", hint=hint, id="kespet.E001"))
    if encoding != "UTF8" or not knows_letters:
        hint = "Create the database with ENCODING 'UTF8' and LC_CTYPE 'C.UTF-8'."
        words = "The database does not know å, ä and ö as letters."
        found.append(Error(words, hint=hint, id="kespet.E002"))
    return found


def check_deployment(**_: Any) -> Messages:
    """Everything that suits a demo and endangers a real register."""
    return [
        Error(words, hint=hint, id=f"kespet.{code}")
        for code, wrong, words, hint in [*_demo_leftovers(), *_open_doors()]
        if wrong
    ]


def _demo_leftovers() -> list[Danger]:
    """What bin/run does for a newcomer and nobody should do for a company."""
    return [
        (
            "E101",
            settings.EMBEDDED_SERVICES,
            "The embedded PostgreSQL or Valkey is in use.",
            "Set DATABASE_URL and REDIS_URL to servers that are backed up.",
        ),
        (
            "E102",
            settings.GENERATED_SECRETS,
            "Secrets were generated into the data folder.",
            "Set SECRET_KEY, SUPPRESSION_KEY and SIGNING_KEY from your secret store.",
        ),
        ("E103", not settings.EMAIL_URL, "No mail server is named.", "Set EMAIL_URL."),
        ("E106", settings.DEMO, "Demo data is on.", "Unset DEMO."),
    ]


def _open_doors() -> list[Danger]:
    """Ways for people's data to come back, or to be read on the way."""
    return [
        (
            "E104",
            _is_inside(Path(settings.ERASURE_JOURNAL), settings.DATA_DIR),
            "The erasure journal lies beside the data it is to outlive.",
            "Set ERASURE_JOURNAL to a place that a restore does not turn back.",
        ),
        (
            "E105",
            not settings.SITE_URL.startswith("https://"),
            "SITE_URL is not https.",
            "Serve the register over https only.",
        ),
    ]


def _is_inside(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())
