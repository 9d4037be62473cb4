"""The officer's pages of rules: nothing typed is lost, errors stand at their field."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from privacy.models import PeriodRule, PeriodRuleState, RuleTrial, Weakening
from privacy.retention.rules import rule_in_force
from registry.models import Staff
from registry.seams.jobs import Job, JobState, run_due_jobs
from registry.tests.factories import PersonFactory, StaffFactory

pytestmark = pytest.mark.django_db


def of_role(role: str) -> Client:
    staff: Staff = StaffFactory(is_staff=True)
    staff.groups.add(Group.objects.get(name=role))
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(staff)
    return client


@pytest.fixture
def officer() -> Client:
    return of_role("dpo")


def page(name: str, rule: PeriodRule | None = None) -> str:
    return reverse(f"admin:privacy_periodrule_{name}", args=[rule.pk] if rule else [])


def proposal(slug: str) -> PeriodRule:
    return PeriodRule.objects.proposals().get(slug=slug)


def form_of(rule: PeriodRule, **changes: object) -> dict[str, object]:
    values = {
        "months": rule.months,
        "basis": rule.basis,
        "approval": rule.approval,
        "reason": "Hyvä syy",
    }
    return values | ({"statute": "on"} if rule.statute else {}) | changes


def test_list_shows_what_is_in_force_and_what_is_offered(officer: Client) -> None:
    text = officer.get(page("changelist")).content.decode()
    for rule in PeriodRule.objects.all():
        assert page("change", rule) in text


def test_list_narrows_to_what_covers_the_chosen_data(officer: Client) -> None:
    text = officer.get(page("changelist"), {"data": "uses"}).content.decode()
    assert page("change", rule_in_force("view_log")) in text
    assert page("change", rule_in_force("voucher")) not in text


def test_page_says_what_follows_with_an_example_day(officer: Client) -> None:
    text = officer.get(page("change", rule_in_force("voucher"))).content.decode()
    year = date.today().year + 6  # noqa: DTZ011  the page reads the same clock
    assert f"31.12.{year}" in text
    assert f"1.1.{year + 1}" in text


def test_auditor_and_administrator_read_but_are_offered_nothing() -> None:
    rule = proposal("contact_note")
    for role in ("auditor", "administrator"):
        text = of_role(role).get(page("change", rule)).content.decode()
        assert page("try", rule) not in text
        assert page("edit", rule) not in text


def test_dry_run_then_switching_on(officer: Client) -> None:
    PersonFactory(collected_on=date(2020, 1, 1))
    rule = proposal("prospect_profile")
    officer.post(page("try", rule), {"kind": "dry_run"})
    assert "http-equiv" in officer.get(page("change", rule)).content.decode()
    run_due_jobs()
    shown = officer.get(page("change", rule)).content.decode()
    digest = RuleTrial.objects.get().digest
    assert digest in shown
    officer.post(page("on", rule), {"digest": digest})
    assert rule_in_force("prospect_profile") == rule


def test_switching_on_without_a_dry_run_says_why_not(officer: Client) -> None:
    rule = proposal("prospect_profile")
    answer = officer.post(page("on", rule), {"digest": "x"}, follow=True)
    assert [m.level_tag for m in answer.context["messages"]] == ["error"]
    rule.refresh_from_db()
    assert rule.state == PeriodRuleState.PROPOSAL


def test_back_test_is_drawn_and_told_as_a_table(officer: Client) -> None:
    PersonFactory(collected_on=date(2020, 3, 2))
    rule = proposal("prospect_profile")
    officer.post(page("try", rule), {"kind": "back_test", "years": "10"})
    run_due_jobs()
    text = officer.get(page("change", rule)).content.decode()
    assert "<svg" in text
    assert "k-bar-1" in text
    assert '<th scope="row">' in text


def test_trial_is_stopped(officer: Client) -> None:
    rule = proposal("contact_note")
    officer.post(page("try", rule), {"kind": "dry_run"})
    officer.post(page("cancel", rule))
    job = Job.objects.get(kind="retention.trial")
    assert job.state == JobState.CANCELLED
    text = officer.get(page("change", rule)).content.decode()
    assert "http-equiv" not in text


@pytest.mark.parametrize(
    ("slug", "changes", "field"),
    [
        ("person_collection", {"months": 240}, "months"),
        ("voucher", {"months": 12}, "months"),
        ("view_log", {"months": 0}, "months"),
        ("view_log", {"reason": " "}, "reason"),
        ("view_log", {"basis": ""}, "basis"),
        ("view_log", {"approval": "two_above"}, "two_above"),
        ("view_log", {"reason": "Soita 131052-918F"}, "reason"),
    ],
)
def test_refused_change_is_told_at_the_field_and_loses_nothing(
    officer: Client, slug: str, changes: dict[str, object], field: str
) -> None:
    rule = rule_in_force(slug)
    typed = form_of(rule, **changes) | {"basis": changes.get("basis", "Laki 1/2030")}
    answer = officer.post(page("edit", rule), typed)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert set(form.errors) == {field}
    assert f"{form[field].id_for_label}_error" in answer.content.decode()
    if field != "basis":
        assert "Laki 1/2030" in answer.content.decode()
    assert rule_in_force(slug) == rule


def test_weaker_change_waits_on_its_page(officer: Client) -> None:
    rule = rule_in_force("view_log")
    answer = officer.post(page("edit", rule), form_of(rule, months=30), follow=True)
    assert answer.context["rule"].state == PeriodRuleState.WAITING
    assert answer.context["weakening"] == Weakening.objects.get()


def test_rule_of_ones_own_is_proposed(officer: Client) -> None:
    typed = form_of(rule_in_force("view_log"), name="Seurannat", covers=["follow_ups"])
    answer = officer.post(page("add"), typed, follow=True)
    assert answer.context["rule"].slug == "seurannat"
    assert answer.context["rule"].state == PeriodRuleState.PROPOSAL


def test_proposal_is_withdrawn_with_a_reason(officer: Client) -> None:
    rule = proposal("contact_note")
    assert officer.post(page("withdraw", rule), {"reason": ""}).status_code == 422
    officer.post(page("withdraw", rule), {"reason": "Ei tarpeen"})
    rule.refresh_from_db()
    assert rule.state == PeriodRuleState.WITHDRAWN


def test_export_has_every_version(officer: Client) -> None:
    text = officer.get(page("export")).content.decode("utf-8-sig")
    assert len(text.splitlines()) == 1 + PeriodRule.objects.count()
    assert "1336/1997" in text
