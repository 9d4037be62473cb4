"""Requests as they stand when a worker takes them up, one way for each right."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import Group
from django.utils import timezone

from privacy.models import Case, MentionChoice
from privacy.models.case_choices import CaseKind
from privacy.services.cases import approve_case, confirm_case, receive_request
from privacy.services.execute import is_carried_out
from privacy.services.mentions import note_mentions
from privacy.services.plan import live_plan
from privacy.services.traces import traces_of_case
from registry.models import OutgoingMail, Person, Staff
from registry.seams.personal_data import Traces

Preparer = Callable[[Staff, Case], Case]


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
    return [
        ask_for(officer, kind, next(persons)) for _turn in range(each) for kind in kinds
    ]


def new_officer(name: str = "faults-officer") -> Staff:
    """Somebody who may decide."""
    officer: Staff = Staff.objects.create_user(name, is_staff=True)
    officer.groups.add(Group.objects.get(name="dpo"))
    return officer


def persons_to_ask() -> Iterator[Person]:
    """People with an address of their own and nothing that stands in the way."""
    alone = Person.objects.filter(guard=None, emails__isnull=False).order_by("pk")
    return alone.distinct().iterator(chunk_size=200)


def ask_for(officer: Staff, kind: CaseKind, person: Person) -> Asked:
    """Her approved request, as a worker takes it up."""
    address = person.emails.order_by("pk").values_list("address", flat=True)[0]
    receive_request(kind=kind, email=address, language=person.language)
    case = confirm_case(_token_of(OutgoingMail.objects.latest("pk"))).case
    traces = traces_of_case(case)
    _approve(officer, PREPARERS.get(kind, _as_it_is)(officer, case))
    return Asked(case.pk, kind, person.pk, traces)


def _as_it_is(_officer: Staff, case: Case) -> Case:
    return case


def _redacted(_officer: Staff, case: Case) -> Case:
    note_mentions(case, on=timezone.localdate())
    case.mentions.filter(choice=MentionChoice.OPEN).update(
        choice=MentionChoice.REDACT, decided_at=timezone.now()
    )
    return case


PREPARERS: Final[dict[str, Preparer]] = {CaseKind.ERASURE: _redacted}
"""What the officer does before the decision."""


def _approve(officer: Staff, case: Case) -> None:
    case.refresh_from_db()
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
