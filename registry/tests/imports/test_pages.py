"""Imports in the browser: every step, who may, and what is shown."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile

from registry.models import ImportRun, ImportState, Person, Staff
from registry.seams.jobs import run_due_jobs

from .conftest import AINO, BO, TEMPLATE

pytestmark = pytest.mark.django_db
LIST = "/admin/registry/importrun/"


@pytest.fixture
def user_of():
    def make(role):
        staff = Staff.objects.create(username=role, is_staff=True)
        staff.groups.add(Group.objects.get(name=role))
        return staff

    return make


@pytest.fixture
def seller(client, user_of):
    client.force_login(user_of("sales"))
    return client


def upload(client, *rows, name="people.csv", kind="people"):
    content = "\n".join([TEMPLATE, *rows]).encode()
    file = SimpleUploadedFile(name, content)
    return client.post(f"{LIST}add/", {"kind": kind, "file": file})


def chosen(run, **answers):
    columns = {f"column_{at}": field for at, field in run.mapping.items()}
    return {
        **columns,
        "source": "FinnTec",
        "source_kind": "self",
        "channel": "fair",
        **answers,
    }


def draft_of(client, *rows):
    upload(client, *rows)
    run = ImportRun.objects.get()
    return run, f"{LIST}{run.pk}/"


def test_whole_way_from_upload_to_report(seller):
    run, address = draft_of(seller, AINO, BO, AINO.replace("aino@", "aino "))
    page = seller.get(f"{address}change/").content.decode()
    assert "aino@kolmeks.example" in page
    answer = seller.post(f"{address}change/", chosen(run))
    assert answer.url == f"{address}preview"
    preview = seller.get(answer.url).content.decode()
    assert "Aino Äijälä" in preview
    assert not Person.objects.exists()

    assert seller.post(f"{address}start").status_code == 302
    assert "import-progress" in seller.get(f"{address}change/").content.decode()
    run_due_jobs()
    report = seller.get(f"{address}change/").content.decode()
    assert "import-progress" not in report
    assert "aino kolmeks.example" in report
    run.refresh_from_db()
    assert (run.state, run.counts["created"], run.counts["refused"]) == ("done", 2, 1)
    refused = seller.get(f"{address}refused.csv")
    assert "aino kolmeks.example" in refused.content.decode("utf-8-sig")
    assert seller.get(f"{address}refused.xlsx").content[:2] == b"PK"


def test_unusable_file_is_answered_on_the_same_page(seller):
    file = SimpleUploadedFile("x.pdf", b"%PDF-1.7")
    answer = seller.post(f"{LIST}add/", {"kind": "people", "file": file})
    assert answer.status_code == 200
    assert "k-error" in answer.content.decode()
    assert not ImportRun.objects.exists()


def test_missing_column_is_said_before_the_preview(seller):
    run, address = draft_of(seller, AINO)
    answers = chosen(run) | {"column_5": "", "column_6": ""}
    answer = seller.post(f"{address}change/", answers)
    assert "k-notice-bad" in answer.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"source": ""},
        {"channel": ""},
        {"source_kind": "partner"},
        {"collected_on": "2190-01-01"},
        {"source": "hetu 131052-308T"},
    ],
)
def test_questions_about_the_source_must_be_answered(seller, wrong):
    run, address = draft_of(seller, AINO)
    answer = seller.post(f"{address}change/", chosen(run, **wrong))
    assert answer.status_code == 200
    assert "k-error" in answer.content.decode()


def test_partner_is_kept_with_the_run(seller):
    run, address = draft_of(seller, AINO)
    answers = chosen(run, source_kind="partner", partner_name="Messukeskus")
    seller.post(f"{address}change/", answers)
    run.refresh_from_db()
    assert run.partner.name == "Messukeskus"


def test_import_starts_once(seller):
    run, address = draft_of(seller, AINO)
    seller.post(f"{address}change/", chosen(run))
    seller.post(f"{address}start")
    seller.post(f"{address}start")
    assert run_due_jobs() == 1


def test_import_without_answers_does_not_start(seller):
    run, address = draft_of(seller, AINO)
    seller.post(f"{address}start")
    run.refresh_from_db()
    assert run.state == ImportState.DRAFT


def test_draft_is_cancelled(seller):
    run, address = draft_of(seller, AINO)
    seller.post(f"{address}cancel")
    run.refresh_from_db()
    assert run.state == ImportState.CANCELLED
    assert seller.get(f"{address}change/").status_code == 200


def test_values_that_differ_are_shown(seller, people_file, import_file):
    import_file(people_file(AINO))
    run = import_file(people_file(AINO.replace("Ostaja", "Johtaja")))
    page = seller.get(f"{LIST}{run.pk}/change/?show=differences").content.decode()
    assert "Johtaja" in page


def test_list_without_imports_says_what_to_do(seller):
    assert "k-empty" in seller.get(LIST).content.decode()


def test_list_costs_the_same_for_one_and_three_runs(
    seller, people_file, import_file, django_assert_num_queries
):
    import_file(people_file(AINO))
    seller.get(LIST)
    with django_assert_num_queries(6):
        seller.get(LIST)
    import_file(people_file(AINO))
    import_file(people_file(AINO))
    with django_assert_num_queries(6):
        seller.get(LIST)


@pytest.mark.parametrize("role", ["marketing", "dpo", "administrator", "auditor"])
def test_other_roles_do_not_import(client, user_of, role, people_file, import_file):
    run = import_file(people_file(AINO.replace("aino@", "aino ")))
    client.force_login(user_of(role))
    assert client.get(f"{LIST}add/").status_code == 403
    for step in ("preview", "refused.csv", "refused.xlsx"):
        assert client.get(f"{LIST}{run.pk}/{step}").status_code == 403
    for step in ("start", "cancel"):
        assert client.post(f"{LIST}{run.pk}/{step}").status_code == 403
    report = client.get(f"{LIST}{run.pk}/change/")
    assert report.status_code == (403 if role == "marketing" else 200)
    assert "aino kolmeks.example" not in report.content.decode()


def test_steps_that_write_are_posted(seller):
    _run, address = draft_of(seller, AINO)
    assert seller.get(f"{address}start").status_code == 405
    assert seller.get(f"{address}cancel").status_code == 405
