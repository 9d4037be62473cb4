"""What the officer does to proposed values; each verb posts to one service."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from privacy.exceptions import PrivacyError
from privacy.rectification.fields import ValueRefused
from privacy.rectification.proposing import (
    call_uncontested,
    decide_item,
    drop_item,
    propose_value,
)
from registry.desk.staff_of import staff_of

from .case_actions import register_verb, verb

NUMBERS = 18


@verb
def add(request: HttpRequest, key: int) -> str:
    """A value for one datum of the person."""
    holding, row_pk, field = _place(request.POST.get("place", ""))
    propose_value(
        actor=staff_of(request),
        case_id=key,
        holding=holding,
        row_pk=row_pk,
        field=field,
        typed=request.POST.get("proposed", ""),
    )
    return _("The proposal has been written down.")


@verb
def decide(request: HttpRequest, key: int) -> str:
    """One field."""
    row = request.POST.get("row", "")
    decide_item(
        actor=staff_of(request),
        case_id=key,
        item_id=_number(request.POST.get("item", "")),
        decision=request.POST.get("decision", ""),
        reason=request.POST.get("reason", ""),
        statement=request.POST.get("statement", ""),
        row_pk=_number(row) if row else None,
    )
    return _("The decision has been written down.")


@verb
def drop(request: HttpRequest, key: int) -> str:
    """Take a proposal of our own out."""
    drop_item(
        actor=staff_of(request),
        case_id=key,
        item_id=_number(request.POST.get("item", "")),
    )
    return _("The proposal has been taken out.")


@verb
def uncontested(request: HttpRequest, key: int) -> str:
    """No dispute: the restriction ends."""
    call_uncontested(
        actor=staff_of(request),
        case_id=key,
        reason=request.POST.get("uncontested_reason", ""),
    )
    return _("The person is told that the restriction ends.")


def _place(value: str) -> tuple[str, int, str]:
    holding, _colon, rest = value.partition(":")
    row, _colon, field = rest.partition(":")
    if not field:
        raise ValueRefused(_("Choose what ought to be corrected."))
    return holding, _number(row), field


def _number(value: str) -> int:
    if not value.isdecimal() or len(value) > NUMBERS:
        raise PrivacyError(_("Choose one of the alternatives."))
    return int(value)


register_verb("rectify_add", add)
register_verb("rectify_decide", decide)
register_verb("rectify_drop", drop)
register_verb("rectify_uncontested", uncontested)
