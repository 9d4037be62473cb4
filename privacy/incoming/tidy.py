"""Incoming mail has a lifetime of its own (law sheet C.15: nothing without an end)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from privacy.models import IncomingMail, IncomingState
from privacy.models.incoming import IncomingMailQuerySet
from registry.law.parameters import number
from registry.seams.audit import record

from .canary import forget_old_canaries

AT_ONCE = 2_000


@transaction.atomic
def delete_old_mail(*, now: datetime) -> int:
    """Rows of sorted mail after their days, and mail that nobody sorted in half a year;
    returns how many. What nobody sorted is counted in the audit by itself."""
    sorted_before = now - timedelta(days=number("incoming_mail_days"))
    unsorted_before = now - timedelta(days=number("incoming_unsorted_days"))
    done = IncomingMail.objects.filter(
        state=IncomingState.SETTLED, sorted_at__lt=sorted_before
    )
    left = IncomingMail.objects.exclude(state=IncomingState.SETTLED)
    deleted = 0
    if keys := _deleted(done):
        record(actor=None, action="incoming_mail.expired", subjects=_named(keys))
        deleted += len(keys)
    if keys := _deleted(left.filter(received_at__lt=unsorted_before)):
        record(actor=None, action="incoming_mail.unsorted", subjects=_named(keys))
        deleted += len(keys)
    forget_old_canaries(now=now)
    return deleted


def _deleted(rows: IncomingMailQuerySet) -> list[int]:
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    IncomingMail.objects.filter(pk__in=keys).delete()
    return keys


def _named(keys: list[int]) -> list[tuple[str, int]]:
    return [("incoming_mail", key) for key in keys]
