"""Who asks? Rival holders of the address, the question, the single-use link."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from privacy.exceptions import DecisionIncomplete
from privacy.models import Case
from privacy.models.case_choices import AT_ONCE_KINDS, CaseState, IdentityMethod
from privacy.parts import Part, Place, case_part
from privacy.services.cases import ask_identity, send_identity_link
from privacy.services.cases.identity_link import addresses_to_ask
from privacy.services.cases.questions import WAYS, closes_on, open_question
from privacy.services.cases.sharing import Sharing, own_addresses, sharing_of
from registry.desk.staff_of import staff_of
from registry.law.identifiers.email import normalise_email
from registry.law.parameters import number
from registry.models import Person, PersonEmail

from .case_actions import register_verb, verb


@verb
def ask(request: HttpRequest, key: int) -> str:
    """Write the doubts down and ask; with the link, where it is one of the ways."""
    ways = request.POST.getlist("way")
    email = _number(request, "address")
    if IdentityMethod.CODE in ways and not email:
        raise DecisionIncomplete(_("Choose an address for the link."))
    with transaction.atomic():
        question = ask_identity(
            actor=staff_of(request),
            case_id=key,
            expected_version=_number(request, "version"),
            doubts=request.POST.get("doubts", ""),
            ways=ways,
        )
        if IdentityMethod.CODE in ways:
            _send(request, key, question.case.version, email)
    return _("The question is on its way.")


@verb
def link(request: HttpRequest, key: int) -> str:
    """A single-use link to her own address, without another question."""
    _send(request, key, _number(request, "version"), _number(request, "address"))
    return _("The link is on its way.")


register_verb("ask", ask)
register_verb("link", link)


def _send(request: HttpRequest, key: int, version: int, email: int) -> None:
    send_identity_link(
        actor=staff_of(request),
        case_id=key,
        expected_version=version,
        email_id=email,
    )


def _number(request: HttpRequest, name: str) -> int:
    value = request.POST.get(name, "")
    return int(value) if value.isdecimal() else 0


@dataclass(frozen=True, slots=True)
class Holder:
    """One who has the address on file: by which row, and what else is on file."""

    person: Person
    row: PersonEmail | None
    own: list[PersonEmail]
    phones: list[str]


@case_part(Place.NOTICE, order=30)
def shared_notice(_request: HttpRequest, case: Case) -> Part | None:
    """The address proves nobody: said before anything can be decided."""
    if case.is_closed or case.kind in AT_ONCE_KINDS or not case.address_shared:
        return None
    if case.identity_shown_at:
        return None
    sharing = sharing_of(case.email)
    return Part("privacy/desk/_shared.html", {"sharing": sharing})


@case_part(Place.MAIN, order=10)
def who_asks_part(request: HttpRequest, case: Case) -> Part | None:
    """Who may have asked, what was asked of her, and what may be done about it."""
    if case.state != CaseState.OPEN:
        return None
    question = open_question(case)
    may_decide = request.user.has_perm("privacy.decide_case")
    context = {
        "case": case,
        "sharing": (sharing := sharing_of(case.email)),
        "holders": _holders(case, sharing),
        "question": question,
        "close_on": closes_on(question) if question else None,
        "may_decide": may_decide,
        "addresses": addresses_to_ask(case) if may_decide else [],
        "ways": [(way.value, way.label) for way in WAYS],
        "chosen": request.POST.getlist("way"),
        "typed": request.POST,
        "pauses_until": case.received_on + timedelta(days=number("identity_ask_days")),
    }
    return Part("privacy/desk/_who_asks.html", context)


def _holders(case: Case, sharing: Sharing) -> list[Holder]:
    keys = set(sharing.holders) | {case.person_id or 0}
    persons = Person.objects.filter(pk__in=keys).order_by("pk")
    own = _own_by_person(case, keys)
    return [
        Holder(
            person=person,
            row=_row_of(person, case.email),
            own=own.get(person.pk, []),
            phones=[phone.e164 for phone in person.phones.all()],
        )
        for person in persons.prefetch_related("emails", "phones")
    ]


def _own_by_person(case: Case, keys: Iterable[int]) -> dict[int, list[PersonEmail]]:
    found: dict[int, list[PersonEmail]] = {}
    for row in own_addresses(keys, besides=case.email):
        found.setdefault(row.person_id, []).append(row)
    return found


def _row_of(person: Person, email: str) -> PersonEmail | None:
    wanted = normalise_email(email)
    return next((row for row in person.emails.all() if row.normalised == wanted), None)
