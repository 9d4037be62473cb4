"""Rectification on the pages of its case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.http import HttpRequest

from privacy.models import (
    Case,
    ItemDecision,
    Lifting,
    RectificationItem,
    Restriction,
    Statement,
)
from privacy.models.case_choices import CaseKind, CaseState
from privacy.parts import Part, Place, case_part
from privacy.recipients.messages import change_label
from registry.seams.personal_data import rows_to_correct, value_as_text

from .fields import offered_fields, places_of, row_of
from .vouchers import printed_on

DECISIONS = [choice for choice in ItemDecision.choices if choice[0]]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a difference: ``same``, ``gone`` or ``new``."""

    kind: str
    text: str


@case_part(Place.MAIN, order=20)
def proposed_values(request: HttpRequest, case: Case) -> Part | None:
    """Old value, proposed value, difference, decision; field by field."""
    if case.kind != CaseKind.RECTIFICATION:
        return None
    items = list(case.rectifications.select_related("decided_by").order_by("pk"))
    person_id = case.person_id or 0
    is_open = case.state == CaseState.OPEN and bool(case.identity_shown_at)
    may = is_open and bool(person_id) and request.user.has_perm("privacy.decide_case")
    wrong = [item for item in items if item.decision == ItemDecision.CORRECT]
    posted = request.POST if request.method == "POST" else {}
    return Part(
        "privacy/desk/_rectification.html",
        {
            "case": case,
            "items": [_shown(item, case, may=may) for item in items],
            "places": list(places_of(person_id)) if may else [],
            "decisions": DECISIONS,
            "may": may,
            "typed": posted,
            "typed_item": posted.get("item", ""),
            "restriction": _contest(case),
            "printed": [] if case.is_closed else printed_on(person_id, wrong),
            "notes": case.voucher_notes.order_by("pk"),
        },
    )


@case_part(Place.PUBLIC, order=20)
def propose_yourself(request: HttpRequest, case: Case) -> Part | None:
    """The person names the field and the right value. Nothing that we hold is shown:
    whoever has the link reads only what she wrote."""
    if case.kind != CaseKind.RECTIFICATION or case.state != CaseState.OPEN:
        return None
    if case.person_id is None or case.identity_shown_at is None:
        return None
    own = case.rectifications.filter(by_person=True).order_by("pk")
    match = request.resolver_match
    return Part(
        "privacy/request/_rectify.html",
        {
            "token": match.kwargs.get("token", "") if match else "",
            "fields": offered_fields(),
            "written": [change_label(item.change) for item in own],
            "typed": getattr(request, "typed_proposal", {}),
            "error": getattr(request, "proposal_error", ""),
        },
    )


def difference(old: str, new: str) -> Iterator[Piece]:
    """What goes and what comes, in reading order."""
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, a0, a1, b0, b1 in matcher.get_opcodes():
        if tag == "equal":
            yield Piece("same", old[a0:a1])
            continue
        if a1 > a0:
            yield Piece("gone", old[a0:a1])
        if b1 > b0:
            yield Piece("new", new[b0:b1])


def _shown(item: RectificationItem, case: Case, *, may: bool) -> dict[str, Any]:
    """The values stand on the page only while there is something to decide."""
    person_id = case.person_id or 0
    row = None if case.is_closed else row_of(person_id, item.holding, item.row_pk)
    old = "" if row is None else value_as_text(row, item.field)
    rows = []
    if may and item.row_pk is None:
        rows = [
            (one.pk, value_as_text(one, item.field))
            for one in rows_to_correct(item.holding, person_id)
        ]
    return {
        "item": item,
        "label": change_label(item.change),
        "old": old,
        "gone": row is None and not case.is_closed and item.row_pk is not None,
        "pieces": list(difference(old, item.proposed)) if row is not None else [],
        "same": row is not None and old == item.proposed,
        "rows": rows,
        "statement": Statement.objects.filter(
            case_id=case.pk, holding=item.holding, field=item.field
        ).first()
        if case.is_closed
        else None,
    }


def _contest(case: Case) -> dict[str, Any] | None:
    """The restriction that this request opened, and whether its end has begun."""
    row = Restriction.objects.in_force().filter(case_id=case.pk).first()
    if row is None:
        return None
    begun = Lifting.objects.standing().filter(restriction=row).exists()
    return {"row": row, "begun": begun}
