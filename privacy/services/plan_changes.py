"""The officer changes a line of a plan: only lawfully, and never without a reason.

What a statute keeps or a hold protects cannot be erased; what would go can be kept only
on a ground of Art. 17(3), to a day; what a claim keeps beyond need can be let go.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.exceptions import DecisionIncomplete
from privacy.matrix.plan import plan_of_case
from privacy.models import Case, ChangedTo, Duty, KeepGround, PlanChange
from privacy.models.case_choices import CaseKind, CaseState
from registry.law.calendar import add_months
from registry.law.parameters import number
from registry.models import Staff
from registry.seams.audit import record
from registry.seams.personal_data import HELD, OnErasure, registry_of_holdings
from registry.validators import validate_free_text

NARROWABLE: Final = frozenset(
    {"emails", "phones", "interactions", "participants", "follow_ups"}
)
"""What a claim may do without; a name, an order or a voucher it needs."""
GOING: Final = frozenset({OnErasure.DELETE_ROW, OnErasure.BLANK, OnErasure.TOKEN})


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """What the officer may make of a holding's line; ``last_day``: the latest end."""

    after: ChangedTo
    before: str
    last_day: date | None = None


def alternative_for(line: dict[str, Any], *, on: date) -> Alternative | None:
    """The lawful alternative to a line of a plan of erasure, or None."""
    key = line["holding"]
    holding = registry_of_holdings[key]
    if line["outcome"] == HELD:
        may = line.get("duty") == Duty.CLAIM and key in NARROWABLE
        return Alternative(after=ChangedTo.ERASE, before=HELD) if may else None
    may_stay = holding.ends_in_relation or holding.person_path == "pk" or holding.shared
    if line["outcome"] not in GOING or not may_stay or holding.mentions_only:
        return None
    if "history_of" in holding.extra or not holding.deletes_rows:
        return None
    last = add_months(on, number("hold_review_months"))
    return Alternative(after=ChangedTo.KEEP, before=line["outcome"], last_day=last)


@transaction.atomic
def change_line(
    *,
    actor: Staff,
    case_id: int,
    holding: str,
    reason: str,
    ground: str = "",
    until: date | None = None,
) -> PlanChange:
    """Take the lawful alternative of a line. DecisionIncomplete without a reason, a
    ground, a day within reach, or where the line has no alternative."""
    case = _open_case(case_id)
    today = timezone.localdate()
    found = _alternative(case, holding, on=today)
    if found is None:
        raise DecisionIncomplete(_("The law leaves no choice here."))
    if not reason.strip():
        raise DecisionIncomplete(_("Give the reasons."))
    validate_free_text(reason)
    keeps = found.after == ChangedTo.KEEP
    if keeps:
        _refuse_endless(ground, until, found.last_day or today, today=today)
    change = PlanChange.objects.create(
        case=case,
        holding=holding,
        before=found.before,
        after=found.after,
        ground=ground if keeps else "",
        until=until if keeps else None,
        reason=reason.strip(),
        by=actor,
    )
    record(
        actor=actor,
        action="plan.changed",
        subjects=[("case", case.pk)],
        fields=[holding],
    )
    return change


@transaction.atomic
def take_change_back(*, actor: Staff, case_id: int, change_id: int) -> None:
    """The line is again what the law proposes."""
    case = _open_case(case_id)
    change = case.plan_changes.select_for_update().get(pk=change_id, withdrawn_at=None)
    change.withdrawn_at = timezone.now()
    change.save(update_fields=["withdrawn_at"])
    record(
        actor=actor,
        action="plan.change_taken_back",
        subjects=[("case", case.pk)],
        fields=[change.holding],
    )


def _open_case(case_id: int) -> Case:
    case = Case.objects.select_for_update().get(pk=case_id)
    if case.state != CaseState.OPEN or case.kind != CaseKind.ERASURE:
        raise DecisionIncomplete(_("The plan is changed while the case is open."))
    return case


def _alternative(case: Case, key: str, *, on: date) -> Alternative | None:
    if case.plan_changes.filter(holding=key, withdrawn_at=None).exists():
        return None
    plan = plan_of_case(case, on=on)
    lines: Iterable[Any] = plan.lines() if plan else ()
    for line in lines:
        if line.holding == key and (found := alternative_for(line.as_dict(), on=on)):
            return found
    return None


def _refuse_endless(
    ground: str, until: date | None, last: date, *, today: date
) -> None:
    if ground not in KeepGround.values:
        raise DecisionIncomplete(_("Name the ground of Art. 17(3) and the day."))
    if until is None or not today < until <= last:
        raise DecisionIncomplete(
            _("Choose a day after today, at the latest %(day)s.")
            % {"day": f"{last:%-d.%-m.%Y}"}
        )
