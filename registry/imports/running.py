"""Runs an import, chunk by chunk; a killed run goes on where its last commit was."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone

from registry.choices import Channel, SourceKind
from registry.models import ImportRun, ImportState, Staff
from registry.seams.jobs import (
    JobCancelledError,
    JobContext,
    crash_point,
    register_job,
)

from .chunks import Writer
from .counting import Counts
from .exceptions import UnusableFileError
from .files import path_of
from .limits import ROWS_A_CHUNK
from .mapping import Columns, check_columns, read_columns
from .planning import PlannedRow, plan_chunk
from .reading import read_row
from .rows import Defaults, ReadRow
from .states import Known
from .tables import Table, read_table


@register_job("import.run")
def run_import_job(job: JobContext) -> None:
    """The worker's side of a run that was started on the web."""
    run = ImportRun.objects.select_related("created_by").get(pk=job.payload["run"])
    if run.state != ImportState.RUNNING:
        return
    try:
        write_table(run, read_table(path_of(run.file_key)), job=job)
    except JobCancelledError:
        close_run(run, ImportState.CANCELLED)
        raise
    except UnusableFileError as error:
        close_run(run, ImportState.FAILED, error_code=error.code)
        return
    close_run(run, ImportState.DONE)
    job.result = run.counts


def write_table(run: ImportRun, table: Table, *, job: JobContext | None = None) -> None:
    """Write the rows that the run has not done yet. Reports to `job`, if any."""
    columns = read_columns(run.kind, run.mapping)
    check_columns(run.kind, columns)
    defaults = defaults_of(run)
    writer = Writer(run, defaults, run.created_by)
    ImportRun.objects.filter(pk=run.pk).update(rows_total=len(table.rows))
    rows = islice(read_rows(run.kind, table, columns, defaults), run.rows_done, None)
    while chunk := list(islice(rows, ROWS_A_CHUNK)):
        if job:
            job.check_cancelled()
        _write_chunk(run, writer, chunk, len(table.rows), job)
        crash_point("import.after_chunk")


@transaction.atomic
def _write_chunk(
    run: ImportRun,
    writer: Writer,
    chunk: list[ReadRow],
    total: int,
    job: JobContext | None,
) -> None:
    planned = writer.write(chunk)
    counts = Counts.of_run(run.counts, run.reasons)
    counts.add(planned)
    run.counts, run.reasons = counts.as_dict(), dict(counts.reasons)
    run.rows_done += len(chunk)
    run.save(update_fields=["counts", "reasons", "rows_done"])
    if job:
        job.progress(run.rows_done, total)
    crash_point("import.in_chunk")


def close_run(run: ImportRun, state: ImportState, *, error_code: str = "") -> None:
    """The run is over."""
    run.state, run.error_code, run.finished_at = state, error_code, timezone.now()
    run.save(update_fields=["state", "error_code", "finished_at"])


def defaults_of(run: ImportRun) -> Defaults:
    """What was said about the whole file."""
    today = timezone.localdate()
    return Defaults(
        source_kind=SourceKind(run.source_kind or SourceKind.SELF),
        channel=Channel(run.channel or Channel.EVENT),
        partner_id=run.partner_id,
        source=run.source,
        collected_on=run.collected_on or today,
        today=today,
        day_is_known=run.collected_on is not None,
    )


def read_rows(
    kind: str, table: Table, columns: Columns, defaults: Defaults
) -> Iterator[ReadRow]:
    """Every row of the table, read and checked."""
    width = len(table.headers)
    for number, cells in table.rows:
        yield read_row(kind, number, cells, columns, defaults, width=width)


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a run would do."""

    counts: Counts
    samples: dict[str, list[PlannedRow]]


def plan_table(
    kind: str,
    table: Table,
    columns: Columns,
    defaults: Defaults,
    *,
    rows: int | None = None,
    samples: int = 0,
) -> DryRun:
    """Plan the first `rows` rows (default: all) and write nothing."""
    check_columns(kind, columns)
    known, counts = Known(), Counts()
    shown: dict[str, list[PlannedRow]] = {}
    reading = islice(read_rows(kind, table, columns, defaults), rows)
    while chunk := list(islice(reading, ROWS_A_CHUNK)):
        planned = plan_chunk(chunk, defaults=defaults, known=known)
        counts.add(planned)
        for plan in planned:
            group = shown.setdefault(plan.outcome.value, [])
            if len(group) < samples:
                group.append(plan)
    return DryRun(counts, shown)


def inline_run(*, actor: Staff | None, **values: Any) -> ImportRun:
    """A run that a command does itself, without a job."""
    return ImportRun.objects.create(
        state=ImportState.RUNNING, created_by=actor, **values
    )
