"""Two people and a day: services, and the database behind them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from privacy.exceptions import WeakeningError
from privacy.models import Weakening, WeakeningKind
from privacy.services import weakenings
from registry.models import Staff
from registry.tests.factories import StaffFactory

pytestmark = pytest.mark.django_db

ASKED = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(hours=24)


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A kind whose carrying out is a line in a list."""
    carried: list[int] = []
    kinds: dict[str, object] = {}
    monkeypatch.setattr(weakenings, "_kinds", kinds)
    weakenings.register_weakening(
        WeakeningKind.RULE_OFF, lambda weakening: carried.append(weakening.pk)
    )
    return carried


def ask(actor: Staff, *, subject: str = "rule:7") -> Weakening:
    return weakenings.request_weakening(
        actor=actor,
        kind=WeakeningKind.RULE_OFF,
        subject_ref=subject,
        reason="Uusi tulkinta",
        now=ASKED,
    )


def test_a_weakening_waits_for_a_second_person_and_a_day(done: list[int]) -> None:
    weakening = ask(StaffFactory())
    assert weakenings.carry_out_weakenings(ASKED + 10 * DAY) == 0
    confirmed = weakenings.confirm_weakening(
        actor=StaffFactory(), weakening=weakening, now=ASKED + timedelta(hours=1)
    )
    assert confirmed.effective_at == ASKED + DAY
    just_before = ASKED + DAY - timedelta(seconds=1)
    assert weakenings.carry_out_weakenings(just_before) == 0
    assert weakenings.carry_out_weakenings(ASKED + DAY) == 1
    assert weakenings.carry_out_weakenings(ASKED + 2 * DAY) == 0
    assert done == [weakening.pk]


def test_a_late_confirmation_takes_effect_at_once(done: list[int]) -> None:
    weakening = ask(StaffFactory())
    later = ASKED + 3 * DAY
    confirmed = weakenings.confirm_weakening(
        actor=StaffFactory(), weakening=weakening, now=later
    )
    assert confirmed.effective_at == later


def test_nobody_confirms_what_they_asked_for(done: list[int]) -> None:
    actor = StaffFactory()
    weakening = ask(actor)
    with pytest.raises(WeakeningError):
        weakenings.confirm_weakening(actor=actor, weakening=weakening, now=ASKED)


CONFIRM = """
    UPDATE privacy_weakening
    SET confirmed_by_id = %s, confirmed_at = %s, effective_at = %s WHERE id = %s
"""


def test_the_database_refuses_the_same_person_and_a_shorter_wait(
    done: list[int],
) -> None:
    actor, second = StaffFactory(), StaffFactory()
    weakening = ask(actor)
    for who, effect, constraint in (
        (actor, ASKED + DAY, "weakening_by_two_people"),
        (second, ASKED + timedelta(hours=23), "weakening_waits_a_day"),
    ):
        with (
            pytest.raises(IntegrityError, match=constraint),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(CONFIRM, [who.pk, ASKED, effect, weakening.pk])
    with connection.cursor() as cursor:
        cursor.execute(CONFIRM, [second.pk, ASKED, ASKED + DAY, weakening.pk])
        assert cursor.rowcount == 1


def test_a_weakening_is_asked_for_once_and_again_after_withdrawal(
    done: list[int],
) -> None:
    actor = StaffFactory()
    weakening = ask(actor)
    with pytest.raises(WeakeningError):
        ask(StaffFactory())
    weakenings.withdraw_weakening(
        actor=actor, weakening=weakening, reason="Erehdys", now=ASKED
    )
    assert ask(StaffFactory()).pk != weakening.pk
    with pytest.raises(WeakeningError):
        weakenings.confirm_weakening(actor=StaffFactory(), weakening=weakening)


def test_a_weakening_is_neither_rewritten_nor_deleted(done: list[int]) -> None:
    weakening = ask(StaffFactory())
    rows = Weakening.objects.filter(pk=weakening.pk)
    with pytest.raises(IntegrityError, match="not overwritten"), transaction.atomic():
        rows.update(requested_at=ASKED - DAY)
    with pytest.raises(IntegrityError, match="stays on record"):
        delete_and_commit(rows)
    assert rows.exists()


@transaction.atomic
def delete_and_commit(rows: QuerySet[Weakening]) -> None:
    rows.delete()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_refusing_handler_leaves_the_weakening_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_weakening: Weakening) -> None:
        raise WeakeningError

    monkeypatch.setattr(weakenings, "_kinds", {})
    weakenings.register_weakening(WeakeningKind.RULE_OFF, refuse)
    weakening = ask(StaffFactory())
    weakenings.confirm_weakening(actor=StaffFactory(), weakening=weakening, now=ASKED)
    assert weakenings.carry_out_weakenings(ASKED + DAY) == 0
    assert Weakening.objects.open().filter(pk=weakening.pk).exists()
