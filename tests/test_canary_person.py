"""One person with traces in every place that the map knows, erased: found nowhere."""

import io
import json
import logging
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.test import override_settings

from privacy.erasure.journal import read_entries
from privacy.erasure.outside import search_outside
from privacy.models import Certificate
from privacy.models.case_choices import CaseKind
from privacy.tests.cases import aino, approved_case, confirmed_case, officer
from privacy.tests.dump import tables_with
from privacy.tests.test_recipients import carrier, disclosed
from registry.digests import contact_digest
from registry.imports.files import store_upload, write_report
from registry.models import ImportRun, Person
from registry.seams.jobs import run_due_jobs
from registry.seams.mail import send_due_mail
from registry.seams.personal_data import Traces
from registry.tests.factories import PersonFactory, PositionFactory
from tests.planting import ADDRESS, NAME, STORY, WORDS, Planter, places, places_that_say

NOT_PLANTED: dict[str, str] = {}
"""``table.column`` of the map where nothing of hers was planted → why."""
BESIDE_THE_MAP = {"public.django_admin_log", "sessions, decoded"}


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path) -> Iterator[Path]:
    """Files of this test alone."""
    journal = str(tmp_path / "erasure-journal.jsonl")
    with override_settings(DATA_DIR=tmp_path, ERASURE_JOURNAL=journal):
        yield tmp_path


def plant_beside_the_map(person: Person) -> None:
    """Files of imports, a session of staff, and Django's own log."""
    table = f"Etunimi;Sukunimi;Posti\n{NAME.replace(' ', ';')};{ADDRESS}\n".encode()
    run = ImportRun.objects.create(
        kind="people", file_name="messut.csv", file_key=store_upload([table])
    )
    write_report(run.pk, table)
    session = SessionStore()
    session["found"] = [STORY]
    session.save()
    LogEntry.objects.create(
        user=officer(),
        content_type=ContentType.objects.get_for_model(Person),
        object_id=str(person.pk),
        object_repr=NAME,
        action_flag=CHANGE,
    )


def files_that_say(folder: Path, words: tuple[str, ...]) -> set[str]:
    """First parts of the names of files under a folder, packages unpacked."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {
        f"{path.parent.name}/*{path.suffix}"
        for path in files
        if any(word in _text_of(path).lower() for word in words)
    }


def _text_of(path: Path) -> str:
    content = path.read_bytes()
    if zipfile.is_zipfile(path):
        package = zipfile.ZipFile(io.BytesIO(content))
        content = b"\n".join(map(package.read, package.namelist()))
    return content.decode("utf-8", "replace")


def server_says(valkey: redis.Redis) -> str:
    """Every key of cache and broker with its serialized value."""
    return "\n".join(f"{key!r} {valkey.dump(key)!r}" for key in valkey.scan_iter())


def carry_out() -> None:
    """What the workers do until there is nothing to do."""
    run_due_jobs()
    send_due_mail()
    run_due_jobs()


@pytest.mark.django_db(transaction=True)
def test_person_planted_in_every_place_is_erased_and_found_in_none(
    data_dir: Path, valkey: redis.Redis, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    person = aino(private_customer=True)
    words = (*WORDS, person.reference.lower())
    planter = Planter(person, PersonFactory(given_name="Toinen", family_name="Ihminen"))
    PositionFactory(person=person, company=planter.company)
    planter.plant()
    plant_beside_the_map(person)
    disclosed(person, carrier())
    approved_case(officer(), confirmed_case(CaseKind.ACCESS))
    carry_out()
    planter.plant_mail()
    case = confirmed_case(name=NAME, details=STORY)

    assert set(places()) - places_that_say(*words) - set(NOT_PLANTED) == set()
    assert set(tables_with(*words)) >= BESIDE_THE_MAP
    assert files_that_say(data_dir, words) == {
        "imports/*.upload",
        "imports/*.csv",
        "packages/*.zip",
    }

    approved_case(officer(), case)
    carry_out()

    case.refresh_from_db()
    assert (case.state, case.outcome, case.block) == ("closed", "granted", "")
    certificate = Certificate.objects.get(case=case)
    assert certificate.document.get("residue") == {}
    assert certificate.state == "final"
    assert tables_with(*words) == {}
    assert files_that_say(data_dir, words) == set()
    traces = Traces(words=(ADDRESS, person.reference), names=(NAME,))
    assert search_outside(traces) == {}
    assert not [word for word in words if word in server_says(valkey).lower()]
    assert not [word for word in words if word in caplog.text.lower()]
    proof = json.dumps(certificate.document, ensure_ascii=False).lower()
    assert not [word for word in words if word in proof]
    (entry,) = read_entries()
    assert entry["persons"] == [{"reference": contact_digest(person.reference).hex()}]
    assert {
        to for sent in mail.outbox for to in sent.to if _names_her(sent, words)
    } <= {
        ADDRESS,
        "tietosuoja@kuljetus.example",
    }


def _names_her(sent: mail.EmailMessage, words: tuple[str, ...]) -> bool:
    return any(word in f"{sent.subject}\n{sent.body}".lower() for word in words)
