"""Runs: killed, stopped, forgotten; commands and their exit codes; reports."""

import io
import json
import os
import re
import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from registry.choices import Channel
from registry.imports.files import folder, path_of, write_report
from registry.imports.mapping import read_columns
from registry.imports.report import neutral, refused_as_csv, refused_as_xlsx
from registry.imports.services import (
    answer_questions,
    cancel_run,
    forget_files_mentioning,
    forget_old_imports,
    settle_run,
    start_run,
    upload_file,
)
from registry.models import (
    ImportKind,
    ImportRow,
    ImportRun,
    ImportState,
    Person,
    PersonEmail,
    Staff,
)
from registry.seams.jobs import Job, JobState, run_due_jobs
from registry.seams.personal_data import Traces
from registry.seams.personal_data.mentions import find_mentions, redact_mention

from .conftest import AINO, BO, TEMPLATE

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return Staff.objects.create(username="clerk", is_staff=True)


def lines(count):
    rows = [
        AINO.replace("aino@", f"a{n}@").replace("4567", f"{1000 + n}")
        for n in range(count)
    ]
    return "\r\n".join([TEMPLATE, *rows]).encode()


@pytest.fixture
def draft(clerk):
    """An uploaded file with its questions answered."""

    def make(content):
        run = upload_file(
            actor=clerk,
            kind=ImportKind.PEOPLE,
            name="C:\\x\\people.csv",
            chunks=[content],
        )
        columns = read_columns(run.kind, run.mapping)
        answer_questions(run=run, columns=columns, source="X", channel=Channel.FAIR)
        return run

    return make


def test_started_run_is_done_by_a_worker(draft, clerk):
    run = draft(lines(3))
    start_run(run=run, actor=clerk)
    assert run_due_jobs() == 1
    run.refresh_from_db()
    assert (run.state, run.counts["created"], run.file_name) == (
        ImportState.DONE,
        3,
        "people.csv",
    )
    assert Job.objects.get().result["created"] == 3


def test_file_lies_where_only_the_product_reads_it(draft):
    run = draft(lines(1))
    assert path_of(run.file_key).stat().st_mode & 0o777 == 0o600
    assert folder().stat().st_mode & 0o777 == 0o700


def test_cancelled_draft_is_over_and_writes_nothing(draft, clerk):
    run = draft(lines(3))
    cancel_run(run=run, actor=clerk)
    run.refresh_from_db()
    assert run.state == ImportState.CANCELLED
    assert not Person.objects.exists()


def test_waiting_run_that_is_cancelled_never_starts(draft, clerk):
    run = draft(lines(3))
    start_run(run=run, actor=clerk)
    run.refresh_from_db()
    cancel_run(run=run, actor=clerk)
    assert run_due_jobs() == 0
    run.refresh_from_db()
    assert run.state == ImportState.CANCELLED


def test_run_whose_file_is_gone_fails_in_words(draft, clerk):
    run = draft(lines(3))
    start_run(run=run, actor=clerk)
    path_of(run.file_key).unlink()
    run_due_jobs()
    run.refresh_from_db()
    assert run.state == ImportState.FAILED


def test_files_and_rows_are_forgotten_in_time(draft, clerk, people_file, import_file):
    now = timezone.now()
    run = draft(lines(1))
    start_run(run=run, actor=clerk)
    run_due_jobs()
    refused = import_file(people_file(AINO.replace("aino@", "aino ")))
    forget_old_imports(now=now + timedelta(hours=12))
    assert path_of(run.file_key).exists()
    forget_old_imports(now=now + timedelta(hours=25))
    assert not path_of(run.file_key).exists()
    assert ImportRow.objects.filter(run=refused).exists()
    forget_old_imports(now=now + timedelta(days=31))
    assert not ImportRow.objects.exists()
    assert ImportRun.objects.count() == 2


def test_row_that_only_the_database_refuses_does_not_stop_the_others(
    people_file, import_file
):
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE registry_person"
            " ADD CONSTRAINT no_bo CHECK (given_name <> 'Bo') NOT VALID"
        )
    run = import_file(
        people_file(AINO, BO, AINO.replace("Aino", "Eino").replace("aino@", "e@"))
    )
    assert run.reasons == {"not_saved": 1}
    assert run.counts["created"] == 2


def test_run_whose_job_was_given_up_is_over(draft, clerk):
    run = draft(lines(1))
    start_run(run=run, actor=clerk)
    Job.objects.update(state=JobState.FAILED, error_code="lost")
    run.refresh_from_db()
    settle_run(run)
    assert (run.state, run.error_code) == (ImportState.FAILED, "lost")


def test_files_that_name_an_erased_person_go_with_her(draft, people_file, import_file):
    hers, others = draft(lines(1)), draft(f"{TEMPLATE}\n{BO}".encode())
    run = import_file(people_file(AINO.replace("aino@", "aino ")))
    report = write_report(run.pk, refused_as_csv(run))
    assert path_of(hers.file_key).exists()
    assert forget_files_mentioning(re.compile("aino äijälä", re.IGNORECASE)) == 2
    assert not path_of(hers.file_key).exists()
    assert not report.exists()
    assert path_of(others.file_key).exists()
    hers.refresh_from_db()
    assert (hers.state, hers.file_key) == (ImportState.CANCELLED, "")


def test_refused_row_is_found_by_an_erasure_although_it_is_misspelt(
    people_file, import_file
):
    run = import_file(people_file(AINO.replace("aino@", "aino ")))
    traces = Traces(words=("+358401234567",), names=("Aino Äijälä",))
    mentions = find_mentions(traces, person_ids=[], on=date(2026, 11, 22))
    assert [m.holding for m in mentions] == ["imported_rows"]
    assert redact_mention(mentions[0], traces)
    assert not ImportRow.objects.filter(run=run).exists()


WORKER = """
import django; django.setup()
from registry.seams import gate
from registry.tests.imports.conftest import ScreeningGate
gate.unplug(); gate.plug(ScreeningGate())
from registry.seams.jobs import run_due_jobs
import registry.tasks
run_due_jobs()
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("place", ["import.in_chunk:2", "import.after_chunk:2"])
def test_import_of_a_killed_worker_is_finished_by_another(
    draft, clerk, settings, place
):
    run = draft(lines(2500))
    start_run(run=run, actor=clerk)
    url = "postgres://{USER}:{PASSWORD}@/{NAME}?host={HOST}&port={PORT}"
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kespet_crm.settings",
        "DATABASE_URL": url.format(**connection.settings_dict),
        "DATA_DIR": str(settings.DATA_DIR),
        "KESPET_CRASH_AT": place,
        "KESPET_ALLOW_CRASH": "1",
    }
    worker = [sys.executable, "-c", WORKER]
    killed = subprocess.run(worker, cwd=ROOT, env=env, check=False, timeout=120)
    assert killed.returncode == -signal.SIGKILL
    run.refresh_from_db()
    written = PersonEmail.objects.count()
    assert written == run.rows_done == ImportRow.objects.count()
    assert 0 < written < 2500

    Job.objects.update(heartbeat_at=timezone.now() - timedelta(minutes=2))
    assert run_due_jobs() == 1
    run.refresh_from_db()
    assert (run.state, run.counts["read"]) == (ImportState.DONE, 2500)
    assert PersonEmail.objects.count() == ImportRow.objects.count() == 2500
    assert Job.objects.get().state == JobState.DONE


def command(path, *arguments, name="import_people"):
    """Run the command; return (exit code, what it printed)."""
    out = io.StringIO()
    given = [str(path), "--source", "Testi", *arguments]
    if name == "import_people" and "--obtained-from" not in arguments:
        given += ["--obtained-from", "self"]
    try:
        call_command(name, *given, stdout=out)
    except SystemExit as stop:
        return stop.code, out.getvalue()
    except CommandError as error:
        return error.returncode, str(error)
    return 0, out.getvalue()


def test_command_exits_0_and_prints_counts(people_file):
    code, printed = command(people_file(AINO, BO), "--json")
    assert code == 0
    counts = json.loads(printed)
    assert (counts["read"], counts["created"], counts["report"]) == (2, 2, None)


def test_command_exits_1_and_leaves_a_report_of_refused_rows(people_file):
    code, printed = command(people_file(AINO, BO.replace("@", " ")), "--json")
    assert code == 1
    report = Path(json.loads(printed)["report"])
    assert report.stat().st_mode & 0o777 == 0o600
    text = report.read_text(encoding="utf-8-sig")
    assert "Öberg" in text
    assert "Äijälä" not in text


def test_command_writes_nothing_in_a_dry_run(people_file):
    path = people_file(AINO, BO.replace("@", " "))
    code, printed = command(path, "--json", "--dry-run")
    assert (code, json.loads(printed)["created"]) == (1, 1)
    assert not Person.objects.exists()
    assert not ImportRun.objects.exists()
    assert list(folder().iterdir()) == []


@pytest.mark.parametrize(
    "content", [b"", b"Hello", b"A;B\n1;2\n", b"\x89PNG" + b"\x00" * 99]
)
def test_command_exits_2_for_an_unusable_file(file_of, content):
    code, printed = command(file_of(content))
    assert code == 2
    assert "Traceback" not in printed


def test_command_exits_2_for_a_file_that_is_not_there(tmp_path):
    assert command(tmp_path / "none.csv")[0] == 2


def test_command_wants_the_partner_named(people_file):
    assert command(people_file(AINO), "--obtained-from", "partner")[0] == 2
    code, _out = command(
        people_file(AINO), "--obtained-from", "partner", "--partner", "Messukeskus"
    )
    assert code == 0


def test_command_of_companies_uses_the_same_service(file_of):
    path = file_of("Y-tunnus;Nimi", "0110120-9;Kolmeks Oy")
    code, printed = command(path, "--json", name="import_companies")
    assert (code, json.loads(printed)["created"]) == (0, 1)


@pytest.fixture
def run_with_refusal(people_file, import_file):
    row = AINO.replace("aino@", "aino ").replace("Ostaja", "-2+3")
    return import_file(people_file(row, BO))


def test_refused_rows_come_back_in_their_own_columns(run_with_refusal):
    text = refused_as_csv(run_with_refusal).decode("utf-8-sig").splitlines()
    assert text[0].startswith(TEMPLATE)
    assert len(text) == 2
    assert "Äijälä;'-2+3;" in text[1]
    book = openpyxl.load_workbook(io.BytesIO(refused_as_xlsx(run_with_refusal)))
    assert book.worksheets[0]["B2"].value == "Äijälä"


def test_mended_report_can_be_imported(run_with_refusal, file_of, import_file):
    mended = refused_as_csv(run_with_refusal).replace(b"aino kolmeks", b"aino@kolmeks")
    run = import_file(file_of(mended.replace(b"'-2+3", b"Ostaja")))
    assert run.counts["created"] == 1


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|x", "-1+2", "@SUM(A1)", "\t=1", " =1"])
def test_formula_is_neutral_in_a_report(cell):
    assert neutral(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Aino", "+358 40 123 4567", "-", ""])
def test_other_cells_are_left_alone_in_a_report(cell):
    assert neutral(cell).lstrip("'") == cell
