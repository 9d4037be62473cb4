"""The law's vectors once more, through real rows: what the product's own services make
of a request that is received, asked about and extended on the days of the vectors."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from privacy.models import Case, IdentityQuestion
from privacy.models.case_choices import CaseChannel, CaseKind, ClockState
from privacy.services.cases import register_request
from privacy.services.cases.deadline import clock_of, refresh_deadline
from registry.law.parameters import override_parameters
from tests.law_harness import Case as Vector
from tests.law_harness import load_cases

pytestmark = pytest.mark.django_db


def noon(day: str) -> datetime:
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), time(12)))


def received(at: datetime) -> Case:
    return register_request(
        actor=None,
        kind=CaseKind.ACCESS,
        channel=CaseChannel.PHONE,
        email="kysyja@kanaria.example",
        received_at=at,
    )


def stored(case: Case) -> Case:
    """As the database has it."""
    return Case.objects.get(pk=case.pk)


def deadline(vector: Vector) -> None:
    case = stored(received(noon(vector.input["received_local_date"])))
    assert case.legal_due.isoformat() == vector.expected["legal_due"]
    assert case.target_due.isoformat() == vector.expected["target_due"]
    assert case.clock_state == ClockState.RUNNING


def receipt(vector: Vector) -> None:
    case = stored(received(datetime.fromisoformat(vector.input["received_at_utc"])))
    assert case.received_on.isoformat() == vector.expected["received_local_date"]
    assert case.legal_due.isoformat() == vector.expected["legal_due"]


def refusal(vector: Vector) -> None:
    case = stored(received(noon(vector.input["received_local_date"])))
    assert case.refusal_due.isoformat() == vector.expected["notice_due"]


def pause(vector: Vector) -> None:
    given, wanted = vector.input, vector.expected
    case = received(noon(given["received_local_date"]))
    question = IdentityQuestion.objects.create(
        case=case,
        doubts=given["reasonable_doubts_recorded"],
        asked_at=noon(given["identity_info_requested"]),
    )
    if given.get("identity_info_received"):
        question.answered_at = noon(given["identity_info_received"])
        question.save()
    with override_parameters(identity_ask_days=given.get("max_days_to_ask", 7)):
        case = stored(refresh_deadline(case))
        made = clock_of(case).pause
    assert case.strict_due.isoformat() == wanted["strict_due"]
    assert made is not None
    assert made.valid == wanted["pause_valid"]
    if wanted["legal_due"] is None:
        assert case.clock_state == ClockState.PAUSED
        assert not case.is_overdue(case.strict_due + timedelta(days=1))
    else:
        assert case.legal_due.isoformat() == wanted["legal_due"]
        assert case.clock_state == ClockState.RUNNING


THROUGH: dict[str, Callable[[Vector], None]] = {
    "dsr_deadline": deadline,
    "dsr_receipt_date": receipt,
    "dsr_refusal_deadline": refusal,
    "dsr_identity_pause": pause,
}


@pytest.mark.parametrize(
    "vector",
    [vector for vector in load_cases() if vector.kind in THROUGH],
    ids=lambda vector: vector.id,
)
def test_clock_of_a_real_request_says_what_the_law_says(vector: Vector) -> None:
    THROUGH[vector.kind](vector)
