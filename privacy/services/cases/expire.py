"""Requests nobody confirmed are deleted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from privacy.models import Case
from privacy.models.case_choices import CaseState
from registry.seams.audit import record
from registry.seams.tokens import revoke_tokens

from .links import CONFIRM_LIFETIME, SUBJECT


@transaction.atomic
def delete_unconfirmed(*, now: datetime) -> int:
    """Delete unconfirmed cases older than the link's seven days; how many."""
    stale = (
        Case.objects.select_for_update(skip_locked=True)
        .filter(state=CaseState.UNCONFIRMED, created_at__lt=now - CONFIRM_LIFETIME)
        .order_by("pk")
    )
    keys = list(stale.values_list("pk", flat=True)[:1000])
    for key in keys:
        revoke_tokens(subject_type=SUBJECT, subject_ref=str(key))
    if keys:
        Case.objects.filter(pk__in=keys).delete()
        subjects = [("case", key) for key in keys]
        record(actor=None, action="case.expired", subjects=subjects)
    return len(keys)
