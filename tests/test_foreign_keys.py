"""Foreign keys point downwards too: string references escape the import linter.
And each is led by an index: deleting without one reads the whole table."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from registry.seams.personal_data import registry_of_holdings

LAYER = {"registry": 0, "contacts": 1, "privacy": 1, "kespet_crm": 2}


def test_foreign_keys_point_within_an_app_or_to_a_lower_one() -> None:
    upward = [
        f"{model._meta.label}.{field.name} → {_target(field)}"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in LAYER
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and field.related_model
        and not _allowed(model._meta.app_label, _target(field))
    ]

    assert upward == []


def _target(field: Any) -> str:
    return str(field.related_model._meta.app_label)


def _allowed(app: str, target: str) -> bool:
    return app == target or target not in LAYER or LAYER[target] < LAYER[app]


WITHOUT_INDEX = """
    SELECT c.conrelid::regclass::text, a.attname
    FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND NOT EXISTS (
        SELECT 1 FROM pg_index i
        WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1]
          AND i.indisvalid AND (i.indpred IS NULL OR
            pg_get_expr(i.indpred, i.indrelid) = '(' || a.attname || ' IS NOT NULL)'))
    ORDER BY 1, 2
"""
"""An index that leaves out rows serves only where those are the empty references."""

HISTORY_WITHOUT_INDEX = """
    SELECT c.oid::regclass::text
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'pgh_obj_id'
    WHERE c.relkind = 'r' AND NOT EXISTS (
        SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indkey[0] = a.attnum)
"""


def _found(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


@pytest.mark.django_db
def test_every_foreign_key_is_led_by_an_index() -> None:
    assert _found(WITHOUT_INDEX) == []
    assert _found(HISTORY_WITHOUT_INDEX) == []


@pytest.mark.django_db
def test_a_planted_foreign_key_without_index_is_found() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE planted (person_id bigint REFERENCES registry_person,"
            " day date); CREATE INDEX ON planted (day, person_id)"
        )

    assert _found(WITHOUT_INDEX) == [("planted", "person_id")]


LED = """
    SELECT EXISTS (
        SELECT 1 FROM pg_index i
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attname = %s
        WHERE i.indrelid = %s::regclass AND a.attnum = ANY((i.indkey::int2[])[0:%s - 1]))
"""
"""Whether the column is among so many first ones of an index."""


def _is_led_by_an_index(table: str, column: str, among: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(LED, [column, table, among])
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db
def test_every_row_of_the_map_is_found_by_an_index_on_its_person() -> None:
    """History copies the key without a constraint, logs and queues have a number
    only: the test above does not see them. Where a condition narrows the rows, its
    column may come first in the index."""
    assert not _is_led_by_an_index("registry_person", "version", 1)
    assert not _is_led_by_an_index("contacts_participant", "at", 1)
    slow = [
        holding.key
        for holding in registry_of_holdings
        if holding.depth == 1
        and not holding.mentions_only
        and not _is_led_by_an_index(
            holding.model._meta.db_table,
            _column(holding.model, holding.person_path),
            2 if holding.condition else 1,
        )
    ]

    assert slow == []


def _column(model: Any, name: str) -> str:
    return str(model._meta.get_field(name).column)
