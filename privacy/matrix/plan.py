"""The plan of an erasure: what the law decided, which rows stay, and the lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from privacy.models import KEEPS_PERSON, Case, ChangedTo, Duty, PlanChange
from privacy.models.case_choices import CaseKind
from registry.law.erasure import Outcome, decide_erasure
from registry.models import Person
from registry.seams.personal_data import (
    HELD,
    OnErasure,
    OutcomeLine,
    Stay,
    outcome_lines,
    partial_lines,
    registry_of_holdings,
)
from registry.seams.personal_data.rows import rows_kept

from .facts import facts_of, facts_of_case
from .staying import lawful_keys, staying_of

Line = dict[str, Any]
CLAIMED: Final = ("persons", "emails", "phones", "vouchers")
"""What a claim needs in any case, where a hold keeps it first."""
VOUCHERS: Final = ("vouchers", "sole_trader_vouchers", "voucher_references")


@dataclass(frozen=True, kw_only=True)
class ErasurePlan:
    """What erasing this person comes to on a day."""

    person_id: int
    on: date
    outcome: Outcome
    staying: dict[str, list[Stay]] = field(default_factory=dict)
    changes: tuple[PlanChange, ...] = ()

    @property
    def is_partial(self) -> bool:
        """Whether she herself stays, restricted, for a duty."""
        return bool(self.staying)

    @property
    def lawful(self) -> dict[str, set[int]]:
        """Holding → keys of what stays: no residue."""
        return lawful_keys(self.staying)

    def duties(self) -> list[Duty]:
        """Why she stays, the widest first; vouchers apart. A claim is told of although
        a hold keeps all that it needs."""
        found = {stay.duty for stays in self.staying.values() for stay in stays}
        if self.staying and "claim_correspondence" in self.outcome.kept:
            found.add(Duty.CLAIM.value)
        return [duty for duty in KEEPS_PERSON if duty.value in found]

    def holdings_of(self, duty: Duty) -> list[str]:
        """What a duty keeps, by its name in the map."""
        found = (
            key
            for key, stays in self.staying.items()
            if any(stay.duty == duty.value for stay in stays)
        )
        return sorted(found) or list(CLAIMED)

    def lines(self) -> list[OutcomeLine]:
        """What would be done, in the order it would be done."""
        if not self.staying:
            return outcome_lines(self.person_id, on=self.on)
        return partial_lines(self.person_id, staying=self.staying, on=self.on)

    def vouchers(self) -> dict[str, list[int]]:
        """Holding → keys of what the accounting statute keeps and nothing else does."""
        lawful = self.lawful
        found = {}
        for key in VOUCHERS:
            rows = rows_kept(registry_of_holdings[key], [self.person_id], on=self.on)
            keys = rows.exclude(pk__in=lawful.get(key, ())).values_list("pk", flat=True)
            if found_keys := sorted(keys):
                found[key] = found_keys
        return found


def outcome_of_case(case: Case, *, on: date) -> Outcome:
    """The law's answer to a request on these facts (C.5)."""
    return decide_erasure(facts_of_case(case, on=on))


def plan_erasure(
    person_id: int, *, on: date, changes: Iterable[PlanChange] = ()
) -> ErasurePlan:
    """The plan from the rows as they are. A change whose day has passed is none."""
    standing = tuple(
        change
        for change in changes
        if change.after == ChangedTo.ERASE or (change.until and change.until >= on)
    )
    outcome = decide_erasure(facts_of(person_id, on=on))
    return ErasurePlan(
        person_id=person_id,
        on=on,
        outcome=outcome,
        staying=staying_of(person_id, outcome, standing),
        changes=standing,
    )


def plan_of_case(case: Case, *, on: date) -> ErasurePlan | None:
    """The plan of a case of erasure with its changes; None where nobody is known or
    she is gone."""
    if case.kind != CaseKind.ERASURE or case.person_id is None:
        return None
    if not Person.objects.filter(pk=case.person_id).exists():
        return None
    return plan_erasure(case.person_id, on=on, changes=changes_of(case))


def changes_of(case: Case) -> list[PlanChange]:
    """The officer's changes that stand, in the order they were made."""
    return list(case.plan_changes.filter(withdrawn_at=None).order_by("pk"))


def erasure_lines(case: Case, _person_id: int, on: date) -> list[Line]:
    """Lines for the stored plan and its digest."""
    plan = plan_of_case(case, on=on)
    if plan is None:
        return []
    changed = {change.holding: change for change in plan.changes}
    return [_as_line(line, changed.get(line.holding)) for line in plan.lines()]


def touches_held(lines: Iterable[Line]) -> bool:
    """Whether erasing goes around something held: then two people decide."""
    return any(
        line["outcome"] == HELD and line.get("duty") in KEEPS_PERSON for line in lines
    )


def kept_by_statute(lines: Iterable[Line]) -> bool:
    """Whether a voucher stays."""
    return any(
        line["kept_until"] and line["outcome"] == OnErasure.KEEP_UNTIL_STATUTE
        for line in lines
    )


def _as_line(line: OutcomeLine, change: PlanChange | None) -> Line:
    shown: Line = {**line.as_dict(), "fields": list(line.fields)}
    if change is not None:
        shown["change"] = change.pk
    return shown
