"""The least that a database can do for the same answer: the floor to compare with."""

from typing import Any, Final

from django.db import connection

from .subjects import Subject

_ROW: Final = """
    SELECT p.id, p.given_name, p.family_name, p.kind, e.address, t.e164, c.name
    FROM {found} p
    LEFT JOIN registry_personemail e ON e.person_id = p.id AND e.is_primary
    LEFT JOIN registry_personphone t ON t.person_id = p.id AND t.is_primary
    LEFT JOIN LATERAL (
        SELECT company_id FROM registry_position w
        WHERE w.person_id = p.id AND w.ends_on IS NULL LIMIT 1
    ) w ON true
    LEFT JOIN registry_company c ON c.id = w.company_id
    ORDER BY p.sort_key, p.id
"""


def _rows(found: str) -> str:
    return _ROW.format(found=f"({found})")


LIST: Final = _rows("SELECT * FROM registry_person ORDER BY sort_key, id LIMIT 50")
DEEP: Final = _rows(
    "SELECT * FROM registry_person WHERE (sort_key, id) > (%s, %s)"
    " ORDER BY sort_key, id LIMIT 50"
)
_HITS: Final = """
    WITH hit AS MATERIALIZED (
        SELECT id FROM registry_person WHERE search_text LIKE %s LIMIT 200
    ) {rows}
"""
NAME: Final = _HITS.format(
    rows=_rows(
        "SELECT * FROM registry_person WHERE id IN (SELECT id FROM hit)"
        " ORDER BY sort_key, id LIMIT 20"
    )
)
EMAIL: Final = _rows(
    "SELECT * FROM registry_person WHERE id IN"
    " (SELECT person_id FROM registry_personemail WHERE normalised = %s)"
)
PHONE: Final = _rows(
    "SELECT * FROM registry_person WHERE id IN"
    " (SELECT person_id FROM registry_personphone WHERE e164 = %s)"
)
ABOUT: Final = (
    "SELECT * FROM registry_person WHERE id = %s",
    "SELECT * FROM registry_personemail WHERE person_id = %s",
    "SELECT * FROM registry_personphone WHERE person_id = %s",
    "SELECT * FROM registry_source WHERE person_id = %s",
    "SELECT * FROM registry_position w JOIN registry_company c ON c.id = w.company_id"
    " WHERE w.person_id = %s",
    "SELECT * FROM registry_order WHERE buyer_person_id = %s"
    " UNION ALL SELECT * FROM registry_order WHERE contact_id = %s",
    "SELECT * FROM contacts_participant a JOIN contacts_interaction i"
    " ON i.id = a.interaction_id WHERE a.person_id = %s ORDER BY a.at DESC LIMIT 30",
)
SAVE: Final = "UPDATE registry_person SET version = version + 1 WHERE id = %s"


def fetch(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Run one statement and take every row."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def about_person(subject: Subject) -> None:
    """All rows that a person's page shows, one statement a table."""
    for sql in ABOUT:
        fetch(sql, *[subject.pk] * sql.count("%s"))


def save_person(subject: Subject) -> None:
    """One update and its commit."""
    with connection.cursor() as cursor:
        cursor.execute(SAVE, [subject.pk])
