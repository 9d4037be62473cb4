"""The product's way and the bare database's way of exporting and erasing one person."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone

from benchmarks.backlog.bare import ALONE, STATEMENTS
from benchmarks.plain_sql import fetch
from privacy.access.package import write_package
from privacy.models import Case
from privacy.models.case_choices import CaseKind
from registry.models import Person
from registry.seams.personal_data import erase
from registry.seams.personal_data.erasing import history_silent
from registry.seams.personal_data.keys import as_array

CONSENTS: Final = (
    "DELETE FROM privacy_consentevent WHERE person_id = ANY(%(ids)s::bigint[])"
)
SELECTS: Final = (
    "SELECT * FROM registry_person WHERE id = %s",
    "SELECT * FROM registry_personemail WHERE person_id = %s",
    "SELECT * FROM registry_personphone WHERE person_id = %s",
    "SELECT * FROM registry_source WHERE person_id = %s",
    "SELECT * FROM registry_position WHERE person_id = %s",
    "SELECT * FROM registry_order WHERE buyer_person_id = %s",
    "SELECT * FROM registry_order WHERE contact_id = %s",
    "SELECT l.* FROM registry_orderline l JOIN registry_order o ON o.id = l.order_id"
    " WHERE o.buyer_person_id = %s",
    "SELECT * FROM registry_businessevent WHERE person_id = %s",
    "SELECT i.* FROM contacts_participant a JOIN contacts_interaction i"
    " ON i.id = a.interaction_id WHERE a.person_id = %s",
    "SELECT * FROM privacy_consentevent WHERE person_id = %s",
    "SELECT e.* FROM registry_audit_subject s JOIN registry_audit_entry e"
    " ON e.id = s.entry_id AND e.at = s.at WHERE s.kind = 'person'"
    " AND s.subject_id = %s",
)


class Stopwatch:
    """Milliseconds that the statements of a piece of work took, seen from here."""

    def __init__(self) -> None:
        self.milliseconds = 0.0
        self.statements = 0

    def __call__(self, execute: Any, *given: Any) -> Any:
        start = perf_counter()
        try:
            return execute(*given)
        finally:
            self.milliseconds += (perf_counter() - start) * 1_000
            self.statements += 1


@contextmanager
def watched() -> Iterator[Stopwatch]:
    """Times every statement that Django runs inside."""
    watch = Stopwatch()
    with connection.execute_wrapper(watch):
        yield watch


def export(person: Person) -> None:
    """The access package into a file, as the worker writes it."""
    case = Case(
        kind=CaseKind.ACCESS,
        language=person.language,
        person_id=person.pk,
        received_at=timezone.now(),
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "package.zip"
        with path.open("w+b") as file:
            write_package(case, file, folder=path.parent)
            os.fsync(file.fileno())


def select_bare(person: Person) -> None:
    """All her rows, a statement a table."""
    for sql in SELECTS:
        fetch(sql, person.pk)


def erase_one(person: Person) -> None:
    """By the map, and committed."""
    erase([person.pk], on=timezone.localdate())


def delete_bare(person: Person) -> None:
    """The same deletes by hand, and committed."""
    values = {"ids": as_array([person.pk])}
    with transaction.atomic(), history_silent():
        cursor = connection.cursor()
        cursor.execute(ALONE, values)
        values["alone"] = as_array([key for (key,) in cursor.fetchall()])
        for sql in (CONSENTS, *STATEMENTS):
            cursor.execute(sql, values)


Work = Callable[[Person], None]
