"""One chunk of rows: matched, planned and written in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import DataError, IntegrityError, connection, transaction
from django.utils import timezone

from registry.digests import contact_digest
from registry.models import ImportRun, Staff
from registry.seams.audit import record
from registry.seams.panels import ImportRowContext, import_columns

from .planning import PlannedRow, plan_chunk
from .problems import Problem
from .refused import refusal
from .rows import Defaults, ReadRow
from .states import Known
from .writing import write_chunk

# One writer at a time: two imports must not both create the same person.
_LOCK = 0x6B657370


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes what for which run."""

    run: ImportRun
    defaults: Defaults
    actor: Staff | None

    def write(self, rows: list[ReadRow]) -> list[PlannedRow]:
        """Write the rows in the caller's transaction.

        Where the database refuses, the chunk is halved until the one row is found
        that it refuses; the others are written.
        """
        lock_imports()
        try:
            with transaction.atomic():
                return self._attempt(rows)
        except (DataError, IntegrityError):
            if len(rows) == 1:
                return self._attempt([refusal(rows[0], Problem("", "not_saved"))])
            half = len(rows) // 2
            return self.write(rows[:half]) + self.write(rows[half:])

    def _attempt(self, rows: list[ReadRow]) -> list[PlannedRow]:
        planned = plan_chunk(rows, defaults=self.defaults, known=Known())
        write_chunk(planned, run_id=self.run.pk, now=timezone.now())
        self._apply_added_columns(planned)
        self._audit(planned)
        return planned

    def _apply_added_columns(self, planned: Sequence[PlannedRow]) -> None:
        for name, column in import_columns().items():
            rows = [
                self._context(plan, plan.row.person.added[name])
                for plan in planned
                if plan.person and plan.row.person and plan.row.person.added.get(name)
            ]
            if rows:
                column.apply(rows, self.actor)

    def _context(self, plan: PlannedRow, value: str) -> ImportRowContext:
        given = plan.row.person
        if plan.person is None or given is None or given.collected_on is None:
            raise TypeError("a refused row has no context")
        return ImportRowContext(
            person_id=plan.person.id,
            company_id=plan.company.id if plan.company else None,
            value=value,
            collected_on=given.collected_on,
            channel=str(self.defaults.channel),
            row_key=_row_key(plan.row, value),
        )

    def _audit(self, planned: Sequence[PlannedRow]) -> None:
        changed = [plan for plan in planned if plan.changes]
        people = {("person", plan.person.id) for plan in changed if plan.person}
        companies = {
            ("company", plan.company.id)
            for plan in changed
            if plan.company and not plan.person
        }
        if changed:
            record(
                actor=self.actor,
                action="import.written",
                subjects=sorted(people | companies),
                fields=set().union(*(plan.changes for plan in changed)),
            )


def lock_imports() -> None:
    """Wait until no other import is writing; released at the transaction's end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _row_key(row: ReadRow, value: str) -> str:
    """The same at a second import of the row; a keyed digest, so it tells nothing."""
    given = row.person
    if given is None:
        return ""
    keys = sorted([k for _, k in given.emails] + [k for k, _ in given.phones])
    parts = [given.name_key, *keys, str(given.collected_on), value]
    return contact_digest("\x1f".join(parts)).hex()[:40]
