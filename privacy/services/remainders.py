"""What an erasure had to leave: opened with it, watched, and let go by itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from privacy.matrix.plan import ErasurePlan, plan_erasure
from privacy.models import (
    Case,
    Duty,
    HeldRemainder,
    PlanChange,
    Restriction,
    ReviewWhen,
)
from registry.models import Order, Voucher
from registry.seams.audit import record
from registry.seams.jobs import enqueue_job

from .guard import project_guard

JOB = "case.complete"
EVENTS = {
    Duty.HOLD: ReviewWhen.HOLD_RELEASED,
    Duty.CLAIM: ReviewWhen.INVOICE_SETTLED,
}


@transaction.atomic
def open_remainders(
    case: Case | None, plan: ErasurePlan, vouchers: dict[str, list[int]]
) -> list[HeldRemainder]:
    """A row for each duty that keeps something, with its pinned end; she is restricted
    from here on. Duties that have a row already keep it."""
    rows = [_of_duty(case, plan, duty) for duty in plan.duties()]
    if vouchers:
        rows.append(_of_vouchers(case, vouchers))
    known = set(_standing(case, plan.person_id).values_list("duty", flat=True))
    known.discard(Duty.VOUCHER)
    made = [row for row in rows if row.duty not in known]
    for row in made:
        row.save()
    if plan.is_partial:
        project_guard([plan.person_id])
    for row in made:
        _audit("remainder.opened", row)
    return made


@transaction.atomic
def close_remainders(rows: Iterable[HeldRemainder], *, at: datetime) -> None:
    """Their duties have lapsed; whom they restricted is restricted no more by them."""
    closed = list(rows)
    for row in closed:
        row.completed_at = at
        row.save(update_fields=["completed_at"])
        _audit("remainder.completed", row)
        if row.case_id is None:  # its request went by retention: nothing to prove
            row.delete()
    project_guard({row.person_id for row in closed if row.person_id})


def lapsed_of(person_id: int, *, on: date) -> list[HeldRemainder]:
    """Open remainders of hers whose duty keeps nothing any more."""
    rows = list(HeldRemainder.objects.of_persons().filter(person_id=person_id))
    duties = set(plan_of_remainders(person_id, on=on).duties()) if rows else set()
    return [row for row in rows if row.duty not in duties]


def plan_of_remainders(person_id: int, *, on: date) -> ErasurePlan:
    """What would be left of her now, with the changes of the cases behind it."""
    cases = HeldRemainder.objects.of_persons().filter(person_id=person_id)
    changes = PlanChange.objects.filter(
        case__in=cases.values("case"), withdrawn_at=None
    )
    return plan_erasure(person_id, on=on, changes=changes.order_by("pk"))


def review_people(person_ids: Collection[int]) -> int:
    """A duty of theirs may have ended: hand those with a remainder to a worker, in the
    transaction of what ended it; how many."""
    rows = HeldRemainder.objects.of_persons().filter(person_id__in=list(person_ids))
    keys = list(rows.order_by("person_id", "pk").values_list("person_id", "pk"))
    firsts = dict(reversed(keys))
    for key in firsts.values():
        enqueue_job(kind=JOB, payload={"remainder": key})
    return len(firsts)


def review_order(order_id: int) -> int:
    """The invoice of an order has been settled."""
    order = Order.objects.select_related("buyer_company").get(pk=order_id)
    company: Any = order.buyer_company
    people = {
        order.buyer_person_id,
        order.contact_id,
        company.proprietor_id if company else None,
    }
    return review_people([key for key in people if key])


def review_all(*, on: date) -> int:
    """Every night: what has ended by its day, or although nobody told; how many."""
    ended = HeldRemainder.objects.ended(on).filter(duty=Duty.VOUCHER)
    keys = list(ended.values_list("pk", flat=True))
    people = HeldRemainder.objects.of_persons().values_list("person_id", flat=True)
    for person_id in sorted({key for key in people if key}):
        keys += [row.pk for row in lapsed_of(person_id, on=on)[:1]]
    for key in keys:
        enqueue_job(kind=JOB, payload={"remainder": key})
    return len(keys)


def waits_for_restriction(person_id: int) -> bool:
    """A restriction of Art. 18 of her own is decided first (C.15)."""
    return Restriction.objects.in_force().filter(person=person_id).exists()


def _standing(case: Case | None, person_id: int) -> Any:
    rows = HeldRemainder.objects.open()
    return rows.filter(case=case) if case else rows.filter(person_id=person_id)


def _of_duty(case: Case | None, plan: ErasurePlan, duty: Duty) -> HeldRemainder:
    event = EVENTS.get(duty)
    days = [change.until for change in plan.changes if change.until]
    return HeldRemainder(
        case=case,
        person_id=plan.person_id,
        duty=duty,
        holdings=plan.holdings_of(duty),
        review_when=event or "",
        ends_on=None if event else max(days),
    )


def _of_vouchers(case: Case | None, vouchers: dict[str, list[int]]) -> HeldRemainder:
    keys = [key for found in vouchers.values() for key in found]
    days = Voucher.objects.filter(pk__in=keys).values_list("kept_until", flat=True)
    return HeldRemainder(
        case=case,
        duty=Duty.VOUCHER,
        holdings=sorted(vouchers),
        rows=vouchers,
        ends_on=max(days),
    )


def _audit(action: str, row: HeldRemainder) -> None:
    subjects = [("remainder", row.pk)]
    if row.case_id:
        subjects.append(("case", row.case_id))
    if row.person_id:
        subjects.append(("person", row.person_id))
    record(actor=None, action=action, subjects=subjects, fields=[row.duty])
