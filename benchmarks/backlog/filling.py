"""The register of the burst: nobody is due but the oldest three tenths, all at once."""

from dataclasses import replace
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from kespet_crm.seeding.bare_tables import analyze, bare_tables
from kespet_crm.seeding.bulk import fill_register
from kespet_crm.seeding.invented import InventedPerson, day_between, person
from registry.figures.closing import close_months
from registry.seams.personal_data import registry_of_holdings

from .telling import say

EVERY: Final = 3
"""One row in so many of every tracked table has an earlier value in the history."""

_BLOCK: Final = 5  # the persons of one company, who must be of one age
_OLD: Final = ("2006-01-02", "2008-06-30", "2010-06-30")
_NEW: Final = ("2012-06-01", "2026-10-31", "2026-10-31")
_DUE: Final = (
    "CREATE TABLE bench_due AS"
    " SELECT id FROM registry_person WHERE collected_on <= %s ORDER BY id"
)
_EARLIER: Final = (
    "INSERT INTO {history} ({columns}, pgh_created_at, pgh_label, pgh_obj_id)"
    " SELECT {columns}, now() - interval '1 year', 'update', id FROM {table}"
    " WHERE id %% %s = 0"
)


def is_old(number: int) -> bool:
    """Three companies in ten with all of their people."""
    return number // _BLOCK % 10 < 3


def aged_person(number: int) -> InventedPerson:
    """The n-th person, collected and busy long ago or not so long ago."""
    made = person(number)
    first, last, busy_until = _OLD if is_old(number) else _NEW
    collected = day_between(first, last, made.bits >> 20)
    return replace(made, collected=collected, busy_until=busy_until)


def fill_backlog(persons: int) -> None:
    """Persons, dealings, orders and history into the database we are connected to."""
    say(f"filling with {persons} persons")
    fill_register(persons, invent=aged_person)
    say("writing their history")
    write_history()
    write_due()
    say("closing the months, as every night before has done")
    close_months(timezone.localdate())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    say("filled")


def write_due() -> None:
    """The keys of the old ones, for the statements written by hand."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [_OLD[1]])


def write_history() -> None:
    """An earlier value of every third row, as an update a year ago would have left."""
    pairs = sorted(
        {
            (_table_of(str(h.extra["history_of"])), h.model._meta.db_table)
            for h in registry_of_holdings
            if "history_of" in h.extra
        }
    )
    histories = [history for _table, history in pairs]
    with transaction.atomic(), bare_tables(histories):
        for table, history in pairs:
            _write_earlier(table, history)
    analyze(histories)


def _table_of(key: str) -> str:
    return str(registry_of_holdings[key].model._meta.db_table)


def _write_earlier(table: str, history: str) -> None:
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, history)
        own = [f'"{c.name}"' for c in described if not c.name.startswith("pgh_")]
        columns = ", ".join(own)
        sql = _EARLIER.format(history=history, table=table, columns=columns)
        cursor.execute(sql, [EVERY])
