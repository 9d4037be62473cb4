"""Vouchers that outlived an erased person go when their statute has run out."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from privacy.models import Certificate, HeldRemainder
from privacy.retention.acting import Done, delete_vouchers
from privacy.services.remainders import close_remainders
from registry.models import Voucher
from registry.seams.jobs import crash_point
from registry.seams.personal_data import delete_rows, registry_of_holdings
from registry.seams.signing import sign_document
from registry.services.holding_back import held_rows

OF_COMPANY = "voucher_references"
"""The company's bookkeeping: only the name printed on it was hers."""


@transaction.atomic
def let_vouchers_go(*, remainder_id: int, on: date) -> bool:
    """Let go the vouchers of this remainder that are past their last day and under no
    hold; whether that was all of them."""
    row = HeldRemainder.objects.open().select_for_update(of=("self",))
    found = row.filter(pk=remainder_id).first()
    if found is None:
        return False
    for key, keys in found.rows.items():
        _let_go(key, keys, on=on)
    if any(_left(key, keys) for key, keys in found.rows.items()):
        return False
    crash_point("complete.vouchers")
    close_remainders([found], at=timezone.now())
    _certify(found, on=on)
    return True


def _let_go(key: str, keys: list[int], *, on: date) -> None:
    due = _past(keys, on).exclude(held_rows(registry_of_holdings[key]))
    pks = list(due.values_list("pk", flat=True))
    if not pks:
        return
    if key == OF_COMPANY:
        delete_rows(registry_of_holdings[key], pks, on=on)
    else:
        delete_vouchers(pks, "", Done())


def _left(key: str, keys: list[int]) -> bool:
    """Whether any of them still says who she was."""
    rows = Voucher.objects.filter(pk__in=keys)
    return (rows.exclude(reference_person="") if key == OF_COMPANY else rows).exists()


def _past(keys: list[int], on: date) -> Any:
    return Voucher.objects.filter(pk__in=keys, kept_until__lt=on)


def _certify(row: HeldRemainder, *, on: date) -> None:
    """The final certificate says that the last of it has gone."""
    certificate = Certificate.objects.select_for_update().filter(case=row.case_id or 0)
    found = certificate.first()
    if found is None:
        return
    left = [k for k in found.document["still_kept"] if k["duty"] != row.duty]
    done = {"still_kept": left, "vouchers_erased_on": on.isoformat()}
    found.document = sign_document({**found.document, **done})
    found.save(update_fields=["document"])
