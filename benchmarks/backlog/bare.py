"""The same erasure written by hand: a batch is twenty statements over one array.

As fast as we know how: arrays as one constant, clocks first, no table that holds
nothing of these people, each batch one transaction. Triggers and constraints are the product's; the
history triggers are silenced, as the product silences them.
"""

from dataclasses import dataclass
from time import perf_counter
from typing import Final

from django.db import connection, transaction

from registry.seams.personal_data.erasing import history_silent
from registry.seams.personal_data.keys import as_array

from .computing import backend_seconds, own_seconds

BATCH: Final = 1_000
ALONE: Final = """
    SELECT DISTINCT mine.interaction_id FROM contacts_participant mine
    WHERE mine.person_id = ANY(%(ids)s::bigint[]) AND NOT EXISTS (
        SELECT 1 FROM contacts_participant p
        WHERE p.interaction_id = mine.interaction_id
          AND p.person_id <> ALL(%(ids)s::bigint[]))
"""
STATEMENTS: Final = (
    "DELETE FROM registry_personclock WHERE person_id = ANY(%(ids)s::bigint[])",
    "DELETE FROM contacts_interactionevent WHERE pgh_obj_id = ANY(%(alone)s::bigint[])",
    "DELETE FROM contacts_participant WHERE person_id = ANY(%(ids)s::bigint[])",
    "DELETE FROM contacts_interaction WHERE id = ANY(%(alone)s::bigint[])",
    "DELETE FROM registry_orderevent WHERE buyer_person_id = ANY(%(ids)s::bigint[])",
    "DELETE FROM registry_orderevent WHERE contact_id = ANY(%(ids)s::bigint[])",
    """
    WITH bought AS (
        SELECT id FROM registry_order WHERE buyer_person_id = ANY(%(ids)s::bigint[])
    ), line AS (
        DELETE FROM registry_orderline l USING bought b WHERE l.order_id = b.id
        RETURNING l.id
    ), history AS (
        DELETE FROM registry_orderlineevent h USING line l WHERE h.pgh_obj_id = l.id
    )
    DELETE FROM registry_order o USING bought b WHERE o.id = b.id
    """,
    """
    UPDATE registry_order SET contact_id = NULL,
        contact_token = replace(gen_random_uuid()::text, '-', '')
    WHERE contact_id = ANY(%(ids)s::bigint[])
    """,
    """
    DELETE FROM registry_businessevent
    WHERE person_id = ANY(%(ids)s::bigint[]) AND company_id IS NULL
    """,
    """
    UPDATE registry_businessevent SET person_id = NULL WHERE person_id = ANY(%(ids)s::bigint[])
    """,
    *(
        "DELETE FROM registry_@ WHERE person_id = ANY(%(ids)s::bigint[])".replace("@", table)
        for table in (
            "personemailevent", "personemail", "personphoneevent", "personphone",
            "positionevent", "position", "source",
        )
    ),
    "DELETE FROM registry_personevent WHERE pgh_obj_id = ANY(%(ids)s::bigint[])",
    "DELETE FROM registry_person WHERE id = ANY(%(ids)s::bigint[])",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measured:
    """Persons gone, seconds by the clock, and seconds that program and database
    session computed, which says most on a machine that has other work."""

    persons: int
    seconds: float
    program_seconds: float
    session_seconds: float

    @property
    def rate(self) -> float:
        """Persons a second by the clock."""
        return round(self.persons / max(self.seconds, 0.001), 1)

    @property
    def computed_rate(self) -> float:
        """Persons a second of computing."""
        computed = self.program_seconds + self.session_seconds
        return round(self.persons / max(computed, 0.001), 1)


def erase_bare() -> Measured:
    """Erase everybody who is due, in batches."""
    keys = due_keys()
    start, computed, session = perf_counter(), own_seconds(), _session()
    for first in range(0, len(keys), BATCH):
        _erase_batch(keys[first : first + BATCH])
    return Measured(
        len(keys),
        perf_counter() - start,
        own_seconds() - computed,
        _session() - session,
    )


def _session() -> float:
    return backend_seconds(connection.connection.info.backend_pid)


def due_keys() -> list[int]:
    """Everybody who is due, known beforehand: the plan costs the bare side nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM bench_due ORDER BY id")
        return [key for (key,) in cursor.fetchall()]


def _erase_batch(keys: list[int]) -> None:
    values = {"ids": as_array(keys)}
    with transaction.atomic(), history_silent(), connection.cursor() as cursor:
        cursor.execute(ALONE, values)
        values["alone"] = as_array([key for (key,) in cursor.fetchall()])
        for statement in STATEMENTS:
            cursor.execute(statement, values)
