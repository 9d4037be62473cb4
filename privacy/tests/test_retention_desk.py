"""The officer's screens of retention: overview, run, lines, what leaves soon."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from privacy.models import (
    LegalHold,
    PeriodRule,
    RetentionForecast,
    RetentionLine,
    RetentionRun,
    RunState,
)
from privacy.retention.forecast import compute_forecast
from privacy.retention.lines import lines_of, page_by_name
from privacy.retention.planning import plan_run
from privacy.retention.summary import tell_last_night
from privacy.services.period_rules import change_rule
from registry.law.calendar import add_months
from registry.models import AuditEntry, AuditSubject, Person, Staff
from registry.seams.audit import record
from registry.seams.jobs import run_due_jobs
from registry.seams.signing import verify_document
from registry.tests.factories import EmailFactory, GuardFactory, PersonFactory

from .cases import officer

pytestmark = pytest.mark.django_db
HOME = "/admin/privacy/retentionrun/"
OLD = date(2000, 1, 1)


@pytest.fixture(autouse=True)
def _own_journal(tmp_path: Path) -> Iterator[None]:
    with override_settings(ERASURE_JOURNAL=str(tmp_path / "journal.jsonl")):
        yield


@pytest.fixture
def dpo() -> Staff:
    return english_officer()


@pytest.fixture
def desk(dpo: Staff) -> Client:
    client = Client()
    client.force_login(dpo)
    return client


def english_officer() -> Staff:
    staff = officer()
    staff.language = "en"
    staff.save()
    return staff


def text_of(response: Any) -> str:
    assert response.status_code == 200
    if response.streaming:
        return b"".join(response.streaming_content).decode()
    return str(response.content.decode())


def ask_approval(actor: Staff, slug: str = "person_collection", **words: Any) -> None:
    """From now on a person must approve what the rule lets go."""
    rule = PeriodRule.objects.in_force().get(slug=slug)
    words = {"approval": "one", **words}
    change_rule(actor=actor, rule=rule, reason="Hyväksyntä halutaan.", **words)


def waiting_run(actor: Staff, names: str = "Aho Berg Cygnaeus") -> RetentionRun:
    """A plan with these persons that waits for approval."""
    ask_approval(actor)
    for day, name in enumerate(names.split()):
        PersonFactory(collected_on=OLD + timedelta(days=day), family_name=name)
    return plan_run(as_of=timezone.localdate())


def url_of(run: RetentionRun, name: str = "") -> str:
    return f"{HOME}{run.pk}/{name}/"


def order_on(page: str, *words: str) -> list[str]:
    return sorted(words, key=page.index)


def digest_of(run: RetentionRun, rule: str = "person_collection") -> str:
    return str(run.rules.get(slug=rule).digest)


class TestOverview:
    def test_newcomer_is_told_what_will_happen(self, desk: Client) -> None:
        page = text_of(desk.get(HOME))
        assert "Nothing has been run yet." in page
        assert "No forecast yet." in page

    def test_waiting_rule_is_loud_and_one_click_away(
        self, desk: Client, dpo: Staff
    ) -> None:
        run = waiting_run(dpo)
        page = text_of(desk.get(HOME))
        assert url_of(run, "approve/person_collection") in page
        assert "3 rows" in page

    def test_night_without_a_run_is_said(self) -> None:
        now = timezone.now()
        run = RetentionRun(
            as_of=timezone.localdate(), state=RunState.DONE, created_at=now
        )
        assert tell_last_night(run, now=now + timedelta(hours=29)).tone == "good"
        with override("en"):
            late = tell_last_night(run, now=now + timedelta(hours=31))
        assert late.tone == "bad"
        assert "No run was made last night" in late.text

    def test_finnish_officer_reads_finnish(self, desk: Client, dpo: Staff) -> None:
        waiting_run(dpo)
        Staff.objects.filter(pk=dpo.pk).update(language="fi")
        page = text_of(desk.get(HOME))
        assert "Odottaa hyväksyntää" in page
        assert "Poistuu 30 päivän kuluessa" in page

    def test_forecast_has_bars_a_table_and_a_year_to_open(self, desk: Client) -> None:
        PersonFactory(collected_on=OLD)
        PersonFactory(collected_on=timezone.localdate() - timedelta(days=60))
        compute_forecast(as_of=timezone.localdate())
        year = add_months(timezone.localdate(), 178).year
        page = text_of(desk.get(f"{HOME}?data=persons&year={year}"))
        assert 'class="k-bar-1"' in page
        assert f'href="?data=persons&amp;year={year}#k-year"' in page
        assert 'id="k-year"' in page
        assert "The same as a table" in page
        assert "Overdue from earlier months: 1." in page

    def test_forecast_is_asked_for_by_a_button(self, desk: Client) -> None:
        desk.post(f"{HOME}forecast/")
        run_due_jobs()
        assert RetentionForecast.objects.count() == 1
        assert AuditEntry.objects.filter(action="retention.forecast_asked").exists()

    @pytest.mark.parametrize("day", ["", "22.11.2026", "2026-13-01"])
    def test_day_that_is_none_is_refused_in_words(self, desk: Client, day: str) -> None:
        response = desk.post(f"{HOME}start/", {"dry": "1", "as_of": day}, follow=True)
        assert "Write the day as YYYY-MM-DD." in text_of(response)

    def test_dry_run_of_a_day_to_come_shows_numbers(self, desk: Client) -> None:
        PersonFactory(collected_on=timezone.localdate())
        day = timezone.localdate() + timedelta(days=16 * 366)
        desk.post(f"{HOME}start/", {"dry": "1", "as_of": day.isoformat()})
        run_due_jobs()
        page = text_of(desk.get(url_of(RetentionRun.objects.get(), "change")))
        assert "Rows that would go" in page
        assert Person.objects.exists()


class TestLines:
    def test_lines_are_sorted_by_name_and_by_day(
        self, desk: Client, dpo: Staff
    ) -> None:
        run = waiting_run(dpo, "Östman Aho Zetterberg")
        by_name = text_of(desk.get(url_of(run, "lines") + "?sort=name"))
        assert order_on(by_name, "Östman", "Aho", "Zetterberg") == [
            "Aho",
            "Zetterberg",
            "Östman",
        ]
        by_day = text_of(desk.get(url_of(run, "lines")))
        assert order_on(by_day, "Östman", "Aho", "Zetterberg") == [
            "Östman",
            "Aho",
            "Zetterberg",
        ]

    def test_pages_by_name_meet_without_gap_or_overlap(self, dpo: Staff) -> None:
        run = waiting_run(dpo, "Aho Berg Cygnaeus Dahl Ek")
        lines = lines_of(run)
        first = page_by_name(lines, start=0, back=False, size=3)
        rest = page_by_name(lines, start=first[-1].pk, back=False, size=3)
        back = page_by_name(lines, start=rest[0].pk, back=True, size=3)
        assert len({line.pk for line in [*first, *rest]}) == 5
        assert list(reversed(back)) == first

    def test_search_is_posted_and_leaves_no_name_in_the_address(
        self, desk: Client, dpo: Staff
    ) -> None:
        run = waiting_run(dpo)
        answer = desk.post(url_of(run, "lines"), {"posted_search": "Cygnaeus"})
        assert "Cygnaeus" not in answer["Location"]
        page = text_of(desk.get(answer["Location"]))
        assert "Cygnaeus" in page
        assert "Aho" not in page

    def test_filters_narrow_and_nonsense_is_ignored(
        self, desk: Client, dpo: Staff
    ) -> None:
        run = waiting_run(dpo)
        lines = url_of(run, "lines")
        assert "Aho" in text_of(desk.get(f"{lines}?holding=persons&state=open"))
        assert "No row matches." in text_of(desk.get(f"{lines}?state=changed"))
        assert "Aho" in text_of(desk.get(f"{lines}?state=x&sort=y&after=z"))

    def test_export_has_the_chosen_rows_and_is_audited(
        self, desk: Client, dpo: Staff
    ) -> None:
        run = waiting_run(dpo, "Aho Berg")
        answer = desk.get(url_of(run, "export"))
        text = text_of(answer)
        assert "no-store" in answer["Cache-Control"]
        assert len(text.splitlines()) == 3
        assert "Aho" in text
        entry = AuditEntry.objects.get(action="retention.exported")
        assert entry.actor_id == dpo.pk
        assert (
            AuditSubject.objects.filter(entry_id=entry.pk, kind="person").count() == 2
        )

    def test_auditor_reads_the_list_and_exports_nothing(self, dpo: Staff) -> None:
        run = waiting_run(dpo)
        client = Client()
        reader = english_officer()
        reader.groups.set(dpo.groups.model.objects.filter(name="auditor"))
        client.force_login(reader)
        page = text_of(client.get(url_of(run, "lines")))
        assert "Export as CSV" not in page
        assert 'name="line"' not in page
        assert client.get(url_of(run, "export")).status_code == 403

    @pytest.mark.parametrize("name", ["lines", "change"])
    def test_page_costs_the_same_for_one_row_and_three(
        self, desk: Client, dpo: Staff, name: str
    ) -> None:
        counts = []
        run = waiting_run(dpo, "Aho")
        for extra in ("", "Berg Cygnaeus"):
            for number, family in enumerate(extra.split()):
                person = PersonFactory(collected_on=OLD, family_name=family)
                RetentionLine.objects.create(
                    run=run,
                    rule="person_collection",
                    holding="persons",
                    row_pk=person.pk,
                    person_id=person.pk,
                    due_on=OLD + timedelta(days=number),
                )
            with CaptureQueriesContext(
                connection,
            ) as queries:
                text_of(desk.get(url_of(run, name)))
            counts.append(len(queries))
        assert counts[0] == counts[1]
        assert counts[0] <= 24


class TestHold:
    def test_chosen_person_is_held_with_a_reason_and_leaves_the_plan(
        self, desk: Client, dpo: Staff
    ) -> None:
        run = waiting_run(dpo)
        line = run.lines.get(person_id=Person.objects.get(family_name="Berg").pk)
        before = digest_of(run)
        shown = text_of(desk.post(url_of(run, "hold"), {"line": [line.pk]}))
        assert "Berg" in shown
        assert not LegalHold.objects.exists()
        desk.post(
            url_of(run, "hold"), {"line": [line.pk], "reason": "Riita laskusta 12"}
        )
        hold = LegalHold.objects.get()
        assert (hold.person_id, hold.reason) == (line.person_id, "Riita laskusta 12")
        line.refresh_from_db()
        assert line.state == "held_back"
        assert digest_of(run) != before

    @pytest.mark.parametrize("reason", ["", "   "])
    def test_hold_without_reason_is_refused_and_loses_no_choice(
        self, desk: Client, dpo: Staff, reason: str
    ) -> None:
        run = waiting_run(dpo)
        keys = [line.pk for line in run.lines.all()]
        answer = desk.post(url_of(run, "hold"), {"line": keys, "reason": reason})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert all(f'name="line" value="{key}"' in page for key in keys)
        assert not LegalHold.objects.exists()

    def test_nothing_chosen_is_said(self, desk: Client, dpo: Staff) -> None:
        run = waiting_run(dpo)
        answer = desk.post(url_of(run, "hold"), follow=True)
        assert "Choose at least one row" in text_of(answer)

    def test_line_of_another_run_cannot_be_chosen(
        self, desk: Client, dpo: Staff
    ) -> None:
        run = waiting_run(dpo)
        other = RetentionRun.objects.create(as_of=timezone.localdate())
        key = run.lines.first()
        assert key
        desk.post(url_of(other, "hold"), {"line": [key.pk], "reason": "Syy"})
        assert not LegalHold.objects.exists()


class TestDeciding:
    def test_approval_page_shows_what_goes_and_why(
        self, desk: Client, dpo: Staff
    ) -> None:
        run = waiting_run(dpo)
        page = text_of(desk.get(url_of(run, "approve/person_collection")))
        assert digest_of(run) in page
        assert "GDPR 5(1)(e)" in page
        assert "0/1" in page

    def test_approved_plan_is_carried_out_and_has_a_receipt(
        self, desk: Client, dpo: Staff, django_capture_on_commit_callbacks: Any
    ) -> None:
        run = waiting_run(dpo)
        with django_capture_on_commit_callbacks(execute=True):
            desk.post(
                url_of(run, "approve/person_collection"), {"digest": digest_of(run)}
            )
        run_due_jobs()
        run.refresh_from_db()
        assert run.state == RunState.DONE
        assert not Person.objects.exists()
        answer = desk.get(url_of(run, "receipt"))
        assert verify_document(answer.json())
        page = text_of(desk.get(url_of(run, "change")))
        assert "Rows that went" in page
        assert "verify_certificate" in page

    def test_approval_of_another_plan_is_refused(
        self, desk: Client, dpo: Staff
    ) -> None:
        run = waiting_run(dpo)
        answer = desk.post(
            url_of(run, "approve/person_collection"), {"digest": "0" * 64}, follow=True
        )
        assert "The lines have changed" in text_of(answer)
        assert not run.rules.get(slug="person_collection").approvals.exists()

    def test_second_person_is_asked_for(self, desk: Client, dpo: Staff) -> None:
        ask_approval(dpo, approval="two_above", two_above=1)
        PersonFactory(collected_on=OLD)
        PersonFactory(collected_on=OLD)
        run = plan_run(as_of=timezone.localdate())
        url = url_of(run, "approve/person_collection")
        desk.post(url, {"digest": digest_of(run)})
        assert "1/2" in text_of(desk.get(url))
        assert "Another person must approve" in text_of(desk.get(url))
        assert url not in text_of(desk.get(url_of(run, "change")))
        desk.force_login(english_officer())
        desk.post(url, {"digest": digest_of(run)})
        assert run.rules.get(slug="person_collection").state != "waiting"

    def test_run_is_cancelled_with_a_reason_only(
        self, desk: Client, dpo: Staff
    ) -> None:
        run = waiting_run(dpo)
        assert desk.post(url_of(run, "cancel"), {"reason": " "}).status_code == 422
        desk.post(url_of(run, "cancel"), {"reason": "Sääntöä muutetaan"})
        run.refresh_from_db()
        assert run.state == RunState.CANCELLED
        assert run.cancel_reason == "Sääntöä muutetaan"
        assert "Sääntöä muutetaan" in text_of(desk.get(url_of(run, "change")))
        assert desk.get(url_of(run, "cancel")).status_code == 404


class TestUpcoming:
    def leaving_in(self, days: int, **values: Any) -> Person:
        last = timezone.localdate() + timedelta(days=days)
        person: Person = PersonFactory(collected_on=add_months(last, -180), **values)
        return person

    def test_list_shows_searches_and_exports(self, desk: Client) -> None:
        EmailFactory(
            person=self.leaving_in(3, family_name="Pian"), address="pian@x.example"
        )
        self.leaving_in(5, family_name="Kohta")
        page = text_of(desk.get(f"{HOME}upcoming/"))
        assert order_on(page, "Pian", "Kohta") == ["Pian", "Kohta"]
        posted = {"posted_search": "pian@x.example"}
        found = text_of(desk.post(f"{HOME}upcoming/", posted, follow=True))
        assert "Pian" in found
        assert "Kohta" not in found
        text = text_of(desk.get(f"{HOME}upcoming/export/"))
        assert len(text.splitlines()) == 3
        assert AuditEntry.objects.filter(action="retention.exported").exists()

    def test_every_kind_of_data_opens_and_empty_ones_are_not_offered(
        self, desk: Client
    ) -> None:
        page = text_of(desk.get(f"{HOME}upcoming/"))
        assert "?data=persons" in page
        for word in ("interactions", "follow_ups", "vouchers", "cases"):
            assert f"?data={word}" not in page  # nothing of it leaves
            text_of(desk.get(f"{HOME}upcoming/?data={word}&sort=name"))

    def test_page_costs_the_same_for_one_person_and_three(self, desk: Client) -> None:
        counts = []
        for number in (1, 2):
            for _turn in range(number):
                self.leaving_in(number)
            with CaptureQueriesContext(connection) as queries:
                text_of(desk.get(f"{HOME}upcoming/"))
            counts.append(len(queries))
        assert counts[0] == counts[1]
        assert counts[0] <= 28


class TestCompliance:
    URL = "/admin/compliance/"

    def test_waiting_and_late_are_shown_and_a_held_person_is_not(
        self, desk: Client, dpo: Staff
    ) -> None:
        waiting_run(dpo, "Aho")
        held = PersonFactory(collected_on=OLD)
        GuardFactory(person=held, held=True, restricted=False)
        late = Person.objects.get(family_name="Aho")
        page = text_of(desk.get(self.URL))
        assert "Retention: waits for approval" in page
        assert "Persons without a customer relationship" in page
        assert late.reference in page
        assert held.reference not in page

    def test_difference_of_a_clock_is_told(self, desk: Client) -> None:
        person = PersonFactory()
        record(
            actor=None,
            action="clock.differs",
            subjects=[("person", person.pk)],
            fields=["last_day"],
        )
        assert "has been mended" in text_of(desk.get(self.URL))

    def test_missing_run_is_said(self, desk: Client) -> None:
        assert "Nothing has been run yet." in text_of(desk.get(self.URL))


def test_words_of_the_screens_are_swedish_too() -> None:
    with override("sv"):
        run = RetentionRun(as_of=timezone.localdate(), created_at=timezone.now())
        run.state = RunState.DONE
        text = tell_last_night(run, now=timezone.now()).text
    assert text == "I natt fanns inget att radera."
