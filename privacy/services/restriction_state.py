"""How far the lifting of a restriction has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from privacy.models import Lifting, Restriction
from privacy.restricted_places import label_of_place

from .restrictions import may_be_lifted_from


class LiftState(TextChoices):
    """Steps from standing to lifted."""

    STANDS = "stands", _("In force")
    QUEUED = "queued", _("Letter of lifting on its way")
    TELL = "tell", _("Letter undeliverable: tell the person another way")
    TOLD = "told", _("Person told")
    CONFIRM = "confirm", _("Person told: lift it, no human has decided yet")
    LIFTED = "lifted", _("Lifted")


@dataclass(frozen=True, kw_only=True)
class ShownRestriction:
    """A restriction with the words of its page and list."""

    row: Restriction
    fields: list[str]
    state: LiftState
    lift_from: datetime | None
    lifting: Lifting | None


def states_of(restrictions: Iterable[Restriction]) -> list[ShownRestriction]:
    """Each with its standing lifting, in one query for all."""
    rows = list(restrictions)
    standing = Lifting.objects.standing().filter(restriction__in=rows)
    liftings = {lifting.restriction_id: lifting for lifting in standing}
    return [_shown(row, liftings.get(row.pk)) for row in rows]


def _shown(row: Restriction, lifting: Lifting | None) -> ShownRestriction:
    told = row.informed_before_lift_at
    return ShownRestriction(
        row=row,
        fields=[label_of_place(place) for place in row.fields],
        state=_state(row, lifting),
        lift_from=may_be_lifted_from(told) if told else None,
        lifting=lifting,
    )


def _state(row: Restriction, lifting: Lifting | None) -> LiftState:
    if row.lifted_at:
        return LiftState.LIFTED
    if row.informed_before_lift_at:
        by_human = lifting is not None and lifting.recorded_by_id
        return LiftState.TOLD if by_human else LiftState.CONFIRM
    if lifting is None:
        return LiftState.STANDS
    return LiftState.TELL if lifting.undeliverable_at else LiftState.QUEUED
