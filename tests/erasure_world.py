"""Persons as the cases of the law sheet describe them (C.5), in real rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.utils import timezone

from contacts.models import Interaction
from contacts.tests.factories import (
    FollowUpFactory,
    InteractionFactory,
    ParticipantFactory,
)
from privacy.models import Case, MentionChoice
from privacy.services.cases import agree_to_case
from privacy.services.mentions import note_mentions
from privacy.services.plan import live_plan
from privacy.tests.cases import aino, approved_case, confirmed_case, officer
from registry.models import Company, Order, Person
from registry.seams.jobs import run_due_jobs
from registry.tests.factories import (
    AddressFactory,
    CompanyFactory,
    OrderFactory,
    OrderLineFactory,
    PositionFactory,
    VoucherFactory,
)

DAY = date(2026, 10, 1)


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A person, her company, and the rows that tests ask about by name."""

    person: Person
    company: Company
    rows: dict[str, Any]


def contact(**names: Any) -> Subject:
    """Contact of a company, with a title, an address, a note and a task."""
    person, company = aino(**names), CompanyFactory()
    return Subject(person=person, company=company, rows=_dealings(person, company))


def sole_trader() -> Subject:
    """The business is the person."""
    person = aino()
    company = CompanyFactory(
        name="Toiminimi Kanarialintu", is_sole_trader=True, proprietor=person
    )
    rows = _dealings(person, company)
    rows["address"] = AddressFactory(person=person, company=None)
    return Subject(person=person, company=company, rows=rows)


def _dealings(person: Person, company: Company) -> dict[str, Any]:
    return {
        "position": PositionFactory(
            person=person, company=company, title="Ostaja", work_tasks="Rehut"
        ),
        "note": note(person, "Pitää hevosista"),
        "task": FollowUpFactory(person=person, company=company, text="Soita"),
    }


def note(person: Person, body: str, *, kind: str = "note") -> Interaction:
    """A note or letter about the person."""
    at = datetime.combine(DAY, time(9), UTC)
    found: Interaction = InteractionFactory(company=None, at=at, kind=kind, body=body)
    ParticipantFactory(interaction=found, person=person, at=at)
    return found


def order_of(
    subject: Subject,
    number: str,
    *,
    status: str = "closed",
    year: int = 2023,
    until: date | None = None,
    own: bool = False,
) -> Order:
    """An invoiced order that names the person, or (own) is hers."""
    order: Order = OrderFactory(
        number=number,
        buyer_company=None if own else subject.company,
        buyer_person=subject.person if own else None,
        contact=None if own else subject.person,
        status=status,
        ordered_on=date(year, 5, 10),
    )
    OrderLineFactory(order=order)
    VoucherFactory(
        order=order,
        number=f"L-{number}",
        issued_on=date(year, 5, 11),
        financial_year_end=date(year, 12, 31),
        kept_until=until or date(year + 6, 12, 31),
        buyer_name=str(subject.person if own else subject.company),
        buyer_address="Karhulantie 1",
        buyer_business_id=subject.company.business_id or "",
        reference_person="" if own else "Ainokaisa Kanarialintu",
    )
    return order


def decided(case: Case | None = None) -> Case:
    """Asked for, confirmed, approved by one and, where the law wants it, by two."""
    case = approved_case(officer(), case or confirmed_case())
    if case.state == "second":
        case = agree_to_case(
            actor=officer(),
            case_id=case.pk,
            expected_version=case.version,
            plan_digest=case.plan_digest,
        )
    return case


def erased() -> Case:
    """Asked for, decided and carried out."""
    case = decided()
    run_due_jobs()
    case.refresh_from_db()
    assert case.block == "", case.block
    return case


def reviewed(case: Case) -> Case:
    """Every place that speaks of her is to be redacted."""
    note_mentions(case, on=timezone.localdate())
    case.mentions.filter(choice=MentionChoice.OPEN).update(
        choice=MentionChoice.REDACT, decided_at=timezone.now()
    )
    case.refresh_from_db()
    return case


def digest_of(case: Case) -> str:
    """Of the plan as it is now."""
    return live_plan(case, on=timezone.localdate()).digest
