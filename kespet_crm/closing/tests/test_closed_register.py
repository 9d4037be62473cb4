"""A closed register shows nothing, sends nothing, does nothing, and says what to do."""

import json
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from kespet_crm.celery import TaskOfOpenRegister, app
from registry.models import Staff
from registry.seams import opening
from registry.seams.jobs import Job, enqueue_job, run_due_jobs
from registry.seams.mail import OutgoingMail, queue_mail, send_due_mail
from registry.tests.factories import StaffFactory

pytestmark = pytest.mark.django_db

PASSWORD = "Kanarialintu-laulaa-7"
CLOSED = opening.Opening(open=False, reason="database_behind")


@pytest.fixture(autouse=True)
def closed(own_journal: object) -> Iterator[None]:
    opening.remember(CLOSED, seconds=3_600)
    yield
    opening.forget()


def staff(role: str) -> Staff:
    user: Staff = StaffFactory(is_staff=True, username=f"{role}-user")
    user.set_password(PASSWORD)
    user.save()
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/fi/privacy/", "Palvelu on hetken suljettu"),
        ("/sv/privacy/request/", "Stängt för tillfället"),
        ("/en/privacy/", "Closed for the moment"),
        ("/", "Palvelu on hetken suljettu"),
    ],
)
def test_public_page_is_503_in_its_language(
    client: Client, path: str, words: str
) -> None:
    response = client.get(path, headers={"accept-language": "fi"})
    assert response.status_code == 503
    assert words in response.content.decode()
    assert response.headers["Retry-After"] == "300"
    assert response.headers["Cache-Control"] == "no-store"


def test_public_page_asks_no_database(
    client: Client, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        client.get("/fi/privacy/")


def test_posted_request_is_not_taken(client: Client) -> None:
    response = client.post("/fi/privacy/request/", {"kind": "access"})
    assert response.status_code == 503


def test_program_is_told_in_json(client: Client) -> None:
    response = client.get("/api/v1/persons/")
    assert response.status_code == 503
    assert json.loads(response.content) == {
        "error": "closed",
        "reason": "database_behind",
    }


@pytest.mark.parametrize("role", ["sales", "marketing", "dpo", "auditor"])
def test_staff_cannot_log_in(client: Client, role: str) -> None:
    user = staff(role)
    response = log_in(client, user)
    assert response.status_code == 200
    assert "vain ylläpitäjä voi kirjautua" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_session_of_staff_is_shut_out_and_can_be_left(client: Client) -> None:
    client.force_login(staff("sales"))
    for path in ("/admin/", "/admin/registry/person/", "/admin/compliance/"):
        response = client.get(path)
        assert response.status_code == 503
        assert "Rekisteri on suljettu" in response.content.decode()
        assert "kespet/desk.css" in response.content.decode()
        assert "replay_erasures" not in response.content.decode()
    assert client.post(reverse("admin:logout")).status_code in (200, 302)
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("kind", ["administrator", "superuser"])
def test_administrator_logs_in_and_is_told_what_to_do(
    client: Client, kind: str
) -> None:
    user = staff("administrator")
    if kind == "superuser":
        user.groups.clear()
        user.is_superuser = True
        user.save()
    assert log_in(client, user).status_code == 302
    response = client.get("/admin/")
    assert response.status_code == 503
    assert "/admin/registry/" not in response.content.decode()
    assert "Rekisteri on suljettu" in response.content.decode()


def test_administrator_too_sees_nothing_of_the_register(client: Client) -> None:
    client.force_login(staff("administrator"))
    response = client.get("/admin/registry/staff/")
    assert response.status_code == 503
    assert "-user" not in response.content.decode()


def test_stranger_is_sent_to_the_log_in(client: Client) -> None:
    response = client.get("/admin/registry/person/")
    assert response.headers["Location"] == "/admin/login/"
    page = client.get("/admin/login/")
    assert page.status_code == 200
    assert "Rekisteri on suljettu" in page.content.decode()


def test_no_mail_leaves_until_it_is_open() -> None:
    queue_mail(to="a@b.example", subject="s", text="t", kind="k", language="fi")
    assert send_due_mail() == 0
    assert OutgoingMail.objects.get().state == "queued"
    opening.remember(opening.OPEN)
    assert send_due_mail() == 1


def test_no_job_runs_until_it_is_open() -> None:
    enqueue_job(kind="retention.preview", payload={"run": 0})
    assert run_due_jobs() == 0
    assert Job.objects.get().state == "queued"


def test_no_task_of_beat_does_anything() -> None:
    """Every task of the house, also those of other apps, is of this kind."""
    done: list[int] = []

    @app.task(name="test.closed")
    def task() -> None:
        done.append(1)

    task()
    assert done == []
    opening.remember(opening.OPEN)
    task()
    assert done == [1]
    ours = [
        t for name, t in app.tasks.items() if name.startswith(("registry.", "privacy."))
    ]
    assert len(ours) > 5
    assert all(isinstance(t, TaskOfOpenRegister) for t in ours)
    app.tasks.pop("test.closed")


def test_door_that_cannot_tell_is_closed() -> None:
    class Broken:
        def look(self) -> opening.Opening:
            raise ValueError

    door = opening.unplug()
    try:
        assert opening.look().reason == "unplugged"
        opening.forget()
        opening.plug(Broken())
        assert opening.look().reason == "unknown"
    finally:
        opening.unplug()
        if door is not None:
            opening.plug(door)


def log_in(client: Client, user: Staff):
    return client.post(
        "/admin/login/", {"username": user.username, "password": PASSWORD}
    )
