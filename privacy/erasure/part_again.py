"""Erasing in part again what a restored back-up brought back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from privacy.matrix.plan import plan_erasure
from privacy.models import Case, HeldRemainder
from privacy.services.guards import block_of
from privacy.services.remainders import open_remainders
from registry.models import Person
from registry.seams.audit import record

from .carrying_out import carry_out


@transaction.atomic
def erase_part_again(person_id: int, *, case: str) -> bool:
    """Erase what no duty of the restored register keeps; whether anything was to do.
    case: the reference of the request, if the register still knows it."""
    there = Person.objects.select_for_update().filter(pk=person_id).exists()
    known = HeldRemainder.objects.of_persons().filter(person_id=person_id).exists()
    if not there or known or block_of(person_id):
        return False
    plan = plan_erasure(person_id, on=timezone.localdate())
    vouchers = plan.vouchers()
    carry_out(plan)
    open_remainders(Case.objects.filter(reference=case).first(), plan, vouchers)
    record(
        actor=None,
        action="person.erased_again",
        subjects=[("person", person_id)],
        purpose="rights",
    )
    return True
