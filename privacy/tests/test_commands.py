"""Staff-side commands, and the officer's pages of retention."""

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from privacy.models import Case, RetentionRun
from privacy.models.case_choices import CaseBlock
from registry.models import Person
from registry.seams.jobs import run_due_jobs
from registry.tests.factories import GuardFactory, PersonFactory

from .cases import aino, officer

RUNS = "/admin/privacy/retentionrun/"


def said(name: str, *arguments: str) -> str:
    out = io.StringIO()
    call_command(name, *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_export_person_writes_the_package_for_its_owner_only(tmp_path: Path) -> None:
    person = aino()
    path = Path(said("export_person", person.reference, "--out", str(tmp_path)).strip())
    assert path.stat().st_mode & 0o077 == 0
    names = zipfile.ZipFile(path).namelist()
    assert {"index.html", "data.json", "data/emails.csv"} <= set(names)
    assert not Case.objects.exists()


@pytest.mark.django_db
def test_unknown_reference_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("export_person", "H-AAAAAAAA", "--out", str(tmp_path))


@pytest.mark.django_db
def test_erase_person_opens_a_case_and_erases_nothing() -> None:
    person = aino()
    out = said("erase_person", person.reference, "--reason", "Kirje 3.2.")
    case = Case.objects.get()
    assert case.reference in out
    assert case.state == "open"
    assert case.person_id == person.pk
    assert Person.objects.filter(pk=person.pk).exists()


@pytest.mark.django_db
def test_erase_person_dry_run_prints_the_plan_and_opens_nothing() -> None:
    person = aino()
    GuardFactory(person=person, held=True)
    out = said("erase_person", person.reference, "--reason", "x", "--dry-run")
    assert len(out.splitlines()) > 5
    assert str(CaseBlock.HELD.label) in out
    assert not Case.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_officer_tries_a_day_to_come_and_sees_the_numbers() -> None:
    PersonFactory(collected_on=date(2020, 1, 1))
    desk = Client()
    desk.force_login(officer())
    assert desk.get(RUNS).status_code == 200
    answer = desk.post(f"{RUNS}start/", {"dry": "1", "as_of": "2040-01-01"})
    assert "progress" in desk.get(answer["Location"]).content.decode()
    run_due_jobs()
    page = desk.get(answer["Location"]).content.decode()
    assert RetentionRun.objects.get().counts["person_collection"] == 1
    assert len(re.findall(r"Henkilöt</td>\s*<td[^>]*>1<", page)) == 1
    assert Person.objects.exists()


@pytest.mark.django_db
def test_run_needs_its_permission() -> None:
    desk = Client()
    assert desk.post(f"{RUNS}start/").status_code == 302
    desk.force_login(officer())
    assert desk.post(f"{RUNS}start/", {"dry": "1", "as_of": "?"}).status_code == 302
    assert not RetentionRun.objects.exists()
