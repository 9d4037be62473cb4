"""The whole database as text, as a dump would have it."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.sessions.models import Session
from django.db import connection

TABLES = """
    SELECT format('%I.%I', n.nspname, c.relname)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'm') AND n.nspname NOT LIKE 'pg\\_%'
      AND n.nspname <> 'information_schema'
"""


def tables_with(*words: str) -> dict[str, list[str]]:
    """Table → the words found in it, whatever the case, also as bytes in hex; the
    decoded sessions besides."""
    found: dict[str, list[str]] = {}
    for name, text in texts():
        hits = [word for word in words if _says(text, word)]
        if hits:
            found[name] = hits
    return found


def texts() -> Iterator[tuple[str, str]]:
    """Every table (partitions and history among them) and its rows as one text."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        names = [row[0] for row in cursor.fetchall()]
        for name in names:
            cursor.execute(
                f"SELECT string_agg(t::text, E'\\n') FROM {name} t"
            )  # quoted by format()
            yield name, cursor.fetchone()[0] or ""
    decoded = [str(session.get_decoded()) for session in Session.objects.all()]
    yield "sessions, decoded", "\n".join(decoded)


def _says(text: str, word: str) -> bool:
    text = text.lower()
    return word.lower() in text or word.encode().hex() in text
