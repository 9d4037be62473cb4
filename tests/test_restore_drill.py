"""The drill of docs/operations.md: dump, erase, restore, boot, look, replay, look."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import override_settings

from kespet_crm.celery import app
from privacy.models import RestrictionGround
from privacy.services.objections import record_objection
from privacy.services.restrictions import open_restriction
from privacy.tests.cases import aino, approved_case, confirmed_case, officer
from registry.models import OutgoingMail, Person
from registry.seams.jobs import run_due_jobs
from registry.seams.mail import queue_mail, send_due_mail
from registry.tests.factories import EmailFactory, PersonFactory, StaffFactory
from tests.restored import RestoredSite, dump, restored

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PASSWORD = "Kanarialintu-laulaa-7"
GONE = ("Kanarialintu", "kanaria.example", "Vanhentunut")
SCRYPT = "django.contrib.auth.hashers.ScryptPasswordHasher"
MAIL = "registry.send_due_mail"


def test_restored_register_forgets_and_remembers_as_the_journal_says(
    tmp_path: Path,
) -> None:
    people = cast()
    file = tmp_path / "backup.dump"
    dump(file)
    live_on(people)
    with restored(file, tmp_path / "data") as site:
        before = site.text()
        assert all(word in before for word in GONE)
        assert site.ask("SELECT count(*) FROM privacy_objection") == [(0,)]
        site.start_web()
        worker = site.start_worker()
        look_at_the_closed_register(site, worker)

        done = site.manage("replay_erasures")

        assert done.returncode == 0, done.stderr
        assert "2 people in the journal, 2 were back: 2 erased again" in done.stdout
        look_at_the_open_register(site, people)
        assert site.manage("replay_erasures").returncode == 0
        assert site.manage("restore_state").returncode == 0
        assert site.manage("verify_audit").returncode == 0


def cast() -> dict[str, Person]:
    """Who is in the register when the back-up is taken, and a letter in the queue."""
    for name, role in (("myynti", "sales"), ("yllapito", "administrator")):
        user = StaffFactory(username=name, is_staff=True)
        with override_settings(PASSWORD_HASHERS=[SCRYPT]):  # the real processes' own
            user.set_password(PASSWORD)
        user.save()
        user.groups.add(Group.objects.get(name=role))
    queue_mail(to="a@b.example", subject="s", text="t", kind="k", language="fi")
    return {
        "asks": aino(),
        "old": PersonFactory(family_name="Vanhentunut", collected_on=date(2000, 1, 1)),
        "objects": EmailFactory().person,
        "restricts": PersonFactory(),
        "stays": PersonFactory(family_name="Pysyväinen"),
    }


def live_on(people: dict[str, Person]) -> None:
    """What happens after the back-up: all of it must be true again."""
    approved_case(officer(), confirmed_case())
    run_due_jobs()
    send_due_mail()
    call_command("apply_retention", stdout=StringIO())
    record_objection(actor=None, person_id=people["objects"].pk)
    open_restriction(
        actor=None,
        person_id=people["restricts"].pk,
        ground=RestrictionGround.ACCURACY,
        reason="Osoite on väärä.",
    )
    left = set(Person.objects.values_list("pk", flat=True))
    assert left == {people[name].pk for name in ("objects", "restricts", "stays")}
    assert OutgoingMail.objects.filter(state="queued").count() == 0


def look_at_the_closed_register(
    site: RestoredSite, worker: subprocess.Popen[str]
) -> None:
    status, states = site.ready()
    assert (status, states["opening"]) == (503, "closed")
    assert states["reason"] == "database_behind"
    assert site.get("/health/live").status == 200
    page = site.get("/fi/privacy/")
    assert page.status == 503
    assert "Palvelu on hetken suljettu" in page.text
    refused, _browser = site.log_in("myynti", PASSWORD)
    assert 'role="alert">Rekisteri on suljettu. Nyt vain ylläpitäjä' in refused.text
    told, _browser = site.log_in("yllapito", PASSWORD)
    assert told.status == 503
    assert "replay_erasures" in told.text
    tell(worker, MAIL, wanted=f"task_left_closed task={MAIL}")
    assert site.mails() == 0
    state = site.manage("restore_state")
    assert state.returncode == 1
    assert "database_behind" in state.stderr
    refused_run = site.manage("apply_retention")
    assert "The register is closed (database_behind)" in refused_run.stderr
    assert site.text().count("Vanhentunut") > 0


def look_at_the_open_register(site: RestoredSite, people: dict[str, Person]) -> None:
    while site.ready()[0] != 200:  # what a process saw is five seconds old at most
        os.sched_yield()
    text = site.text()
    assert [word for word in GONE if word in text] == []
    assert "Pysyväinen" in text
    assert site.ask("SELECT person_id FROM privacy_objection") == [
        (people["objects"].pk,)
    ]
    assert site.ask(
        "SELECT person_id FROM registry_personguard WHERE restricted ORDER BY 1"
    ) == [(people["restricts"].pk,)]
    assert site.ask("SELECT count(*) FROM privacy_suppression")[0][0] == 1
    worker = site.started[-1]
    tell(worker, MAIL, wanted="mail_tried")
    assert site.mails() == 1
    page, browser = site.log_in("myynti", PASSWORD)
    assert page.status == 200
    assert "Pysyväinen" in site.get("/admin/registry/person/", browser).text


def tell(worker: subprocess.Popen[str], task: str, *, wanted: str) -> None:
    """Wake the worker up, again where it still believes the register closed, and read
    its log until it has answered."""
    app.send_task(task)
    assert worker.stdout is not None
    for line in worker.stdout:
        if wanted in line:
            return
        if "task_left_closed" in line:
            app.send_task(task)
    raise AssertionError("the worker ended")
