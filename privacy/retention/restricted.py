"""Persons past their last day whose data is restricted: nothing is erased by itself,
the person is told first (Art. 18(3), law sheet C.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from privacy.models import Restriction, RestrictionGround
from registry.law.retention import at_cap_while_restricted

GROUNDS = {
    RestrictionGround.ACCURACY: "18(1)(a)",
    RestrictionGround.UNLAWFUL: "18(1)(b)",
    RestrictionGround.CLAIMS: "18(1)(c)",
    RestrictionGround.OBJECTION: "18(1)(d)",
}


class NextStep(TextChoices):
    """What the officer does next; after the last one the next run erases."""

    DECIDE = "decide", _("Decide the restriction, then tell the person")
    INFORM = "inform", _("Tell the person before lifting the restriction")
    LIFT = "lift", _("The person has been told: lift the restriction")


@dataclass(frozen=True, kw_only=True)
class RestrictedTask:
    """One restriction that stands in the way of an erasure that is due."""

    restriction: Restriction
    last_day: date
    step: NextStep


def restricted_tasks(*, today: date) -> list[RestrictedTask]:
    """Every restriction of a person past her last day, the oldest due first."""
    found = (
        Restriction.objects.in_force()
        .filter(person__clock__last_day__lt=today)
        .order_by("person__clock__last_day", "pk")
        .select_related("person")
    )
    days = found.values_list("pk", "person__clock__last_day")
    last_days = {key: day for key, day in days if day}
    return [
        RestrictedTask(
            restriction=restriction,
            last_day=last_days[restriction.pk],
            step=_step(restriction, last_days[restriction.pk], today),
        )
        for restriction in found
        if restriction.pk in last_days
    ]


def _step(restriction: Restriction, last_day: date, today: date) -> NextStep:
    ground = GROUNDS[RestrictionGround(restriction.ground)]
    outcome = at_cap_while_restricted(cap=last_day, ground=ground, today=today)
    if restriction.informed_before_lift_at:
        return NextStep.LIFT
    return NextStep.DECIDE if outcome.decide_first else NextStep.INFORM
