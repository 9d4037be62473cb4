"""Vouchers that print what has been corrected: noted, never rewritten (KPL 2:7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.exceptions import CaseStateError, DecisionIncomplete
from privacy.models import Case, RectificationItem, VoucherNote
from registry.models import Staff, Voucher
from registry.seams.audit import record
from registry.validators import validate_free_text

ADDRESS: Final = frozenset({"street", "postal_code", "city", "country"})
NAMES: Final = frozenset({"given_name", "family_name"})
TRADE: Final = frozenset({"name", "business_id"})


def printed_on(
    person_id: int, items: Iterable[RectificationItem]
) -> list[tuple[Voucher, list[str]]]:
    """Vouchers that print the old value of these fields, with the fields of each."""
    changes: dict[int, list[str]] = defaultdict(list)
    found: dict[int, Voucher] = {}
    for item in items:
        where = _where(person_id, item)
        for voucher in Voucher.objects.filter(where) if where else ():
            found[voucher.pk] = voucher
            changes[voucher.pk].append(item.change)
    return [(found[pk], changes[pk]) for pk in sorted(found)]


def note_vouchers(case: Case, items: Collection[RectificationItem]) -> int:
    """Write a note to each such voucher, in the caller's transaction; how many."""
    person_id = case.person_id or 0
    for voucher, changes in printed_on(person_id, items):
        _note, made = VoucherNote.objects.get_or_create(
            case=case,
            order_id=voucher.order_id,
            defaults={
                "person_id": person_id,
                "voucher_number": voucher.number,
                "changes": changes,
            },
        )
        if made:
            record(
                actor=None,
                action="voucher_note.written",
                subjects=[("case", case.pk), ("order", voucher.order_id)],
                fields=changes,
            )
    return case.voucher_notes.count()


@transaction.atomic
def settle_note(*, actor: Staff, note_id: int, how: str) -> VoucherNote:
    """Sales have written the credit note and the new invoice, or say why none."""
    note = VoucherNote.objects.select_for_update().get(pk=note_id)
    if note.settled_at:
        raise CaseStateError
    if not how.strip():
        raise DecisionIncomplete(
            _("Write the numbers of the credit note and the new invoice, or why none.")
        )
    validate_free_text(how)
    note.how = how.strip()[:300]
    note.settled_at = timezone.now()
    note.settled_by = actor
    note.save()
    record(
        actor=actor,
        action="voucher_note.settled",
        subjects=[("case", note.case_id), ("order", note.order_id)],
        fields=["how"],
    )
    return note


def _where(person_id: int, item: RectificationItem) -> Q | None:
    """Where a field of the person is printed."""
    own = Q(order__buyer_person=person_id)
    trade = Q(order__buyer_company__proprietor=person_id)
    if item.holding == "persons" and item.field in NAMES:
        named = Q(order__contact=person_id) & ~Q(reference_person="")
        return own | named
    if item.holding == "addresses" and item.field in ADDRESS:
        return own & ~Q(buyer_address="")
    if item.holding == "sole_trader_addresses" and item.field in ADDRESS:
        return trade & ~Q(buyer_address="")
    if item.holding == "sole_trades" and item.field in TRADE:
        return trade
    if item.holding == "purchases":
        return own & Q(order=item.row_pk)
    return None
