"""Requests as they stand when a worker takes them up, one way for each right."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Final

from django.contrib.auth.models import Group
from django.utils import timezone

from privacy.models import Case, MentionChoice
from privacy.models.case_choices import CaseKind, CaseState
from privacy.rectification.proposing import decide_item, propose_value
from privacy.services.cases import approve_case, confirm_case, receive_request
from privacy.services.execute import is_carried_out
from privacy.services.mentions import note_mentions
from privacy.services.plan import live_plan
from privacy.services.restricting import choose_restriction
from privacy.services.traces import traces_of_case
from registry.models import Order, OutgoingMail, Person, Staff
from registry.seams.personal_data import Traces

Preparer = Callable[[Staff, Case], None]

NEW_NAME: Final = "Oikaistu-Nimi"


@dataclass(frozen=True)
class Asked:
    """A request under way, and what its person leaves in the register."""

    case_id: int
    kind: str
    person_id: int
    traces: Traces


def ask_for_all(officer: Staff, persons: Iterator[Person], each: int) -> list[Asked]:
    """So many approved requests of every kind that a worker carries out."""
    kinds = [kind for kind in CaseKind if is_carried_out(kind)]
    people = list(islice(persons, each * len(kinds)))
    if len(people) < each * len(kinds):
        raise SystemExit("too few persons for so many kills: give more with --persons")
    return [
        ask_for(officer, kind, person)
        for person, kind in zip(people, cycle(kinds), strict=False)
    ]


def new_officer(name: str = "faults-officer") -> Staff:
    """Somebody who may decide."""
    officer: Staff = Staff.objects.create_user(name, is_staff=True)
    officer.groups.add(Group.objects.get(name="dpo"))
    return officer


def persons_to_ask() -> Iterator[Person]:
    """People with an address and no orders: a duty to keep would make two ends."""
    orders = Order.objects.values_list("contact", "buyer_person")
    busy = {key for pair in orders for key in pair if key}
    alone = Person.objects.filter(guard=None, emails__isnull=False).order_by("pk")
    for person in alone.distinct().iterator(chunk_size=200):
        if person.pk not in busy:
            yield person


def ask_for(officer: Staff, kind: CaseKind, person: Person) -> Asked:
    """Her approved request, as a worker takes it up."""
    address = person.emails.order_by("pk").values_list("address", flat=True)[0]
    receive_request(kind=kind, email=address, language=person.language)
    case = confirm_case(_token_of(OutgoingMail.objects.latest("pk"))).case
    traces = traces_of_case(case)
    if case.state == CaseState.OPEN:  # the others take effect by themselves
        PREPARERS[kind](officer, case)
        _approve(officer, case)
    return Asked(case.pk, kind, person.pk, traces)


def _as_it_is(_officer: Staff, _case: Case) -> None:
    """Nothing is to be done before the decision."""


def _redact(_officer: Staff, case: Case) -> None:
    note_mentions(case, on=timezone.localdate())
    case.mentions.filter(choice=MentionChoice.OPEN).update(
        choice=MentionChoice.REDACT, decided_at=timezone.now()
    )


def _correct_the_name(officer: Staff, case: Case) -> None:
    item = propose_value(
        actor=officer,
        case_id=case.pk,
        holding="persons",
        field="family_name",
        typed=NEW_NAME,
    )
    decide_item(actor=officer, case_id=case.pk, item_id=item.pk, decision="correct")


def _choose_the_ground(officer: Staff, case: Case) -> None:
    choose_restriction(
        actor=officer,
        case_id=case.pk,
        expected_version=case.version,
        ground="18_1_b",
        reason="Ei poistoa",
    )


PREPARERS: Final[dict[str, Preparer]] = {
    CaseKind.ACCESS: _as_it_is,
    CaseKind.PORTABILITY: _as_it_is,
    CaseKind.ERASURE: _redact,
    CaseKind.RECTIFICATION: _correct_the_name,
    CaseKind.RESTRICTION: _choose_the_ground,
    CaseKind.OBJECTION: _as_it_is,
}
"""What the officer does before the decision; a right without a line is an error."""


def _approve(officer: Staff, before: Case) -> None:
    case = Case.objects.get(pk=before.pk)
    approve_case(
        actor=officer,
        case_id=case.pk,
        expected_version=case.version,
        plan_digest=live_plan(case, on=timezone.localdate()).digest,
    )


def _token_of(mail: OutgoingMail) -> str:
    found = re.search(r"https?://\S+", mail.text)
    if found is None:
        raise RuntimeError("the letter carries no link")
    return found[0].rstrip("/").rpartition("/")[2]
