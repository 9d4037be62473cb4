"""The law's vectors once more, through real rows: what the product's own services make
of a request that is received, asked about and extended on the days of the vectors."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone
from time_machine import TimeMachineFixture

from privacy.exceptions import DecisionIncomplete
from privacy.models import Case
from privacy.models.case_choices import (
    CaseChannel,
    CaseKind,
    ClockState,
    IdentityMethod,
)
from privacy.services.cases import ask_identity, extend_case, register_request
from privacy.services.cases.questions import settle_question
from privacy.tests.cases import officer
from registry.law.parameters import override_parameters
from registry.seams.mail import send_due_mail
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


def deadline(vector: Vector, _clock: TimeMachineFixture) -> None:
    case = stored(received(noon(vector.input["received_local_date"])))
    assert case.legal_due.isoformat() == vector.expected["legal_due"]
    assert case.target_due.isoformat() == vector.expected["target_due"]
    assert case.clock_state == ClockState.RUNNING


def receipt(vector: Vector, _clock: TimeMachineFixture) -> None:
    case = stored(received(datetime.fromisoformat(vector.input["received_at_utc"])))
    assert case.received_on.isoformat() == vector.expected["received_local_date"]
    assert case.legal_due.isoformat() == vector.expected["legal_due"]


def refusal(vector: Vector, _clock: TimeMachineFixture) -> None:
    case = stored(received(noon(vector.input["received_local_date"])))
    assert case.refusal_due.isoformat() == vector.expected["notice_due"]


def pause(vector: Vector, clock: TimeMachineFixture) -> None:
    given, wanted = vector.input, vector.expected
    clock.move_to(noon(given["received_local_date"]), tick=False)
    case = received(noon(given["received_local_date"]))
    with override_parameters(identity_ask_days=given.get("max_days_to_ask", 7)):
        asked = ask(case, given, clock)
        case = stored(case)
    assert asked == bool(given["reasonable_doubts_recorded"].strip())
    assert case.strict_due.isoformat() == wanted["strict_due"]
    if wanted["legal_due"] is None:
        assert case.clock_state == ClockState.PAUSED
        assert not case.is_overdue(case.strict_due + timedelta(days=1))
    else:
        assert case.legal_due.isoformat() == wanted["legal_due"]
        assert case.clock_state == ClockState.RUNNING


def ask(case: Case, given: Mapping[str, Any], clock: TimeMachineFixture) -> bool:
    """Ask on the vector's day and let her answer; False where nothing may be asked."""
    clock.move_to(noon(given["identity_info_requested"]), tick=False)
    try:
        ask_identity(
            actor=officer(),
            case_id=case.pk,
            expected_version=case.version,
            doubts=given["reasonable_doubts_recorded"],
            ways=[IdentityMethod.CALL_BACK],
        )
    except DecisionIncomplete:
        return False
    if answered := given.get("identity_info_received"):
        settle_question(stored(case), at=noon(answered))
    return True


def extension(vector: Vector, clock: TimeMachineFixture) -> None:
    given, wanted = vector.input, vector.expected
    case = received(noon(given["received_local_date"]))
    clock.move_to(noon(given["extension_notice_sent"]), tick=False)
    with suppress(DecisionIncomplete):
        extend_case(
            actor=officer(),
            case_id=case.pk,
            expected_version=case.version,
            ground="both",
            reason=given["reason_given"],
        )
    send_due_mail()
    case = stored(case)
    assert (case.clock_state == ClockState.EXTENDED) == wanted["extension_valid"]
    assert case.legal_due.isoformat() == wanted["final_due"]
    assert case.refusal_due.isoformat() == wanted["first_due"]


THROUGH: dict[str, Callable[[Vector, TimeMachineFixture], None]] = {
    "dsr_deadline": deadline,
    "dsr_receipt_date": receipt,
    "dsr_refusal_deadline": refusal,
    "dsr_identity_pause": pause,
    "dsr_extension": extension,
}


@pytest.mark.parametrize(
    "vector",
    [vector for vector in load_cases() if vector.kind in THROUGH],
    ids=lambda vector: vector.id,
)
def test_clock_of_a_real_request_says_what_the_law_says(
    vector: Vector, time_machine: TimeMachineFixture
) -> None:
    THROUGH[vector.kind](vector, time_machine)
