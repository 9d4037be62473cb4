"""The customer relationship on the pages of persons and companies: since when, and
until when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.choices import EndedBy, EndReason, EventKind
from registry.models import Company, Person, PersonClock
from registry.queries.relationships import (
    Relationship,
    first_event_of,
    relationship_of,
)
from registry.seams.panels import Panel, company_panel, person_panel

TEMPLATE = "registry/_relationship.html"


@person_panel(order=10)
def relationship_of_person(request: HttpRequest, person: Person) -> Panel | None:
    """What her clock says; the end of her own relationship can be recorded."""
    if not request.user.has_perm("registry.view_businessevent"):
        return None
    clock = PersonClock.objects.filter(person=person).first()
    if clock is None:
        return None
    today = timezone.localdate()
    context = {
        **_state(clock.ended_on, clock.ended_by, clock.detected_on, today),
        "first": first_event_of(person) if clock.ended_on else None,
    }
    if request.user.has_perm("registry.change_person"):
        own = relationship_of(person, today=today)
        context["url"] = _url("registry_person_end", person.pk, own)
    return Panel(title=_("Customer relationship"), template=TEMPLATE, context=context)


@company_panel(order=10)
def relationship_of_company(request: HttpRequest, company: Company) -> Panel | None:
    """What its events say."""
    if not request.user.has_perm("registry.view_businessevent"):
        return None
    today = timezone.localdate()
    known = relationship_of(company, today=today)
    context = {
        **_state(known.end.on, _by(known), known.end.on, today),
        "first": known.first,
        "last": known.last,
        "reason": _reason(known),
    }
    if known.lives:
        context |= {"state": "lives", "ends_on": known.ending and known.ending.on}
    if request.user.has_perm("registry.change_company"):
        context["url"] = _url("registry_company_end", company.pk, known)
    return Panel(title=_("Customer relationship"), template=TEMPLATE, context=context)


def _state(
    ended_on: date | None, by: str, detected_on: date | None, today: date
) -> dict[str, Any]:
    if ended_on is None or detected_on is None:
        return {"state": "none"}
    if detected_on <= today:
        return {"state": "ended", "ended_on": ended_on, "by": EndedBy(by).label}
    silent = by == EndedBy.SILENCE
    return {
        "state": "lives",
        "last": ended_on if silent else None,
        "silent_on": detected_on if silent else None,
        "ends_on": None if silent else ended_on,
    }


def _by(known: Relationship) -> EndedBy:
    if known.end.detected_on:
        return EndedBy.SILENCE
    agreed = known.ending is not None and known.ending.kind == EventKind.AGREED_END
    return EndedBy.AGREED if agreed else EndedBy.DISSOLVED


def _reason(known: Relationship) -> str:
    if known.ending is None or known.end.on != known.ending.on:
        return ""
    return str(dict(EndReason.choices).get(known.ending.evidence_type, ""))


def _url(name: str, key: int, known: Relationship) -> str:
    """To the page of the end, where there is something to end or to take back."""
    if not (known.lives or known.ending):
        return ""
    return reverse(f"admin:{name}", args=[key])
