"""Verbs of imports: keep a file, start it, stop it, forget it."""

import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from pathlib import Path, PurePath
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from registry.models import ImportKind, ImportRow, ImportRun, ImportState, Staff
from registry.seams.audit import record
from registry.seams.jobs import Job, cancel_job, enqueue_job

from .exceptions import ImportStateError, UnusableFileError
from .files import delete_upload, path_of, reports, store_upload, stored_files
from .mapping import Columns, check_columns, guess_columns, read_columns
from .running import close_run
from .tables import read_table

FILE_KEPT_AFTER_END = timedelta(hours=24)
ROWS_KEPT = timedelta(days=30)


def upload_file(
    *, actor: Staff, kind: ImportKind, name: str, chunks: Iterable[bytes]
) -> ImportRun:
    """Keep the file and guess what its columns are. UnusableFileError if it is none."""
    key = store_upload(chunks)
    try:
        table = read_table(path_of(key))
        run = _draft(actor, kind, name, key)
        run.rows_total, run.headers = len(table.rows), table.headers
        run.mapping = stored(guess_columns(kind, table))
        run.save()
    except BaseException:
        delete_upload(key)
        raise
    return run


def answer_questions(*, run: ImportRun, columns: Columns, **answers: Any) -> None:
    """Keep the mapping and what was said about the source, for preview and start."""
    check_columns(run.kind, columns)
    changed = ImportRun.objects.filter(pk=run.pk, state=ImportState.DRAFT).update(
        mapping=stored(columns), **answers
    )
    if not changed:
        raise ImportStateError(_("This import has been started already."))


@transaction.atomic
def start_run(*, run: ImportRun, actor: Staff) -> Job:
    """Start a draft whose questions are answered."""
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if locked.state != ImportState.DRAFT:
        raise ImportStateError(_("This import has been started already."))
    check_columns(locked.kind, read_columns(locked.kind, locked.mapping))
    if not locked.source:
        raise ImportStateError(_("Say first where the data came from."))
    job = enqueue_job(
        kind="import.run", payload={"run": run.pk}, created_by_id=actor.pk
    )
    locked.state, locked.job_id = ImportState.RUNNING, job.pk
    locked.save(update_fields=["state", "job_id"])
    record(actor=actor, action="import.started", subjects=[("import", run.pk)])
    return job


def cancel_run(*, run: ImportRun, actor: Staff) -> None:
    """Stop the run at its next chunk. What is written stays; it is told in the report."""
    if run.is_over:
        raise ImportStateError(_("This import is over already."))
    if run.job_id:
        cancel_job(job_id=run.job_id)
    if run.state == ImportState.DRAFT or not _is_working(run):
        close_run(run, ImportState.CANCELLED)
    record(actor=actor, action="import.cancelled", subjects=[("import", run.pk)])


def settle_run(run: ImportRun) -> None:
    """A run whose job ended without a word (every worker died) is over too."""
    job = Job.objects.filter(pk=run.job_id).first() if run.job_id else None
    if run.state == ImportState.RUNNING and job and job.is_over:
        run.refresh_from_db()
        if run.state == ImportState.RUNNING:
            close_run(run, ImportState.FAILED, error_code=job.error_code)


def forget_old_imports(*, now: datetime) -> None:
    """Delete files a day after the end, refused rows and reports after a month."""
    ended = Q(finished_at__lt=now - FILE_KEPT_AFTER_END)
    abandoned = Q(state=ImportState.DRAFT, created_at__lt=now - FILE_KEPT_AFTER_END)
    for run in ImportRun.objects.filter(ended | abandoned).exclude(file_key=""):
        delete_upload(run.file_key)
        ImportRun.objects.filter(pk=run.pk).update(file_key="")
    ImportRun.objects.filter(abandoned).update(state=ImportState.CANCELLED)
    old = ImportRun.objects.filter(created_at__lt=now - ROWS_KEPT)
    ImportRow.objects.filter(run__in=old).delete()
    old_ids = set(old.values_list("pk", flat=True))
    for run_id, path in reports():
        if run_id in old_ids:
            path.unlink(missing_ok=True)


def forget_files_mentioning(pattern: re.Pattern[str]) -> int:
    """Delete uploads and reports with a row that the pattern finds; how many.

    For erasures. A draft whose file goes is cancelled; a run that is writing keeps
    its file until its end, a day later at most.
    """
    writing = ImportRun.objects.filter(state=ImportState.RUNNING)
    kept = {path_of(key) for key in writing.values_list("file_key", flat=True)}
    found = [path for path in files_mentioning(pattern) if path not in kept]
    for path in found:
        path.unlink(missing_ok=True)
    runs = ImportRun.objects.filter(file_key__in=[path.stem for path in found])
    runs.filter(state=ImportState.DRAFT).update(state=ImportState.CANCELLED)
    runs.update(file_key="")
    return len(found)


def files_mentioning(pattern: re.Pattern[str]) -> list[Path]:
    """Uploads and reports with a row that the pattern finds."""
    return [path for path in stored_files() if _mentions(path, pattern)]


def forget_files_of(person_ids: Collection[int]) -> list[Path]:
    """The uploads and reports of imports with rows of these people, for the caller to
    delete after the commit. A run that is writing keeps its upload until its end, a
    day later at most; whoever dies before deleting leaves the file to its lifetime."""
    rows = ImportRow.objects.filter(person__in=list(person_ids))
    runs = ImportRun.objects.filter(pk__in=rows.values("run"))
    keys = dict(runs.exclude(state=ImportState.RUNNING).values_list("pk", "file_key"))
    ImportRun.objects.filter(pk__in=keys).update(file_key="")
    files = [path_of(key) for key in keys.values() if key]
    return files + [path for run_id, path in reports() if run_id in keys]


def _mentions(path: Path, pattern: re.Pattern[str]) -> bool:
    try:
        rows = read_table(path).rows
    except UnusableFileError:
        return False
    # Given and family name stand in neighbouring cells.
    return any(pattern.search(" ".join(cells)) for _number, cells in rows)


def stored(columns: Columns) -> dict[str, str]:
    """The mapping as JSON keeps it."""
    return {str(position): field for position, field in columns.items()}


def _draft(actor: Staff, kind: ImportKind, name: str, key: str) -> ImportRun:
    plain = PurePath(name.replace("\\", "/")).name[:200]
    return ImportRun(kind=kind, created_by=actor, file_name=plain, file_key=key)


def _is_working(run: ImportRun) -> bool:
    job = Job.objects.filter(pk=run.job_id).first() if run.job_id else None
    return job is not None and not job.is_over
