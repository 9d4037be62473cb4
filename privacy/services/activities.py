"""The record of processing: ending activities, approving balancing tests (P29)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.exceptions import LegalFactError
from privacy.models import Activity, BalancingTest
from registry.models import Staff
from registry.seams.audit import record


@transaction.atomic
def end_activity(*, actor: Staff, activity: Activity, on: date) -> Activity:
    """End an activity; the record keeps it."""
    if activity.ended_on:
        raise LegalFactError(_("This activity has ended already."))
    activity.ended_on = on
    activity.full_clean()
    activity.save(update_fields=["ended_on"])
    record(
        actor=actor,
        action="activity.ended",
        subjects=[("activity", activity.pk)],
        fields=["ended_on"],
    )
    return activity


@transaction.atomic
def approve_balancing_test(*, actor: Staff, test: BalancingTest) -> BalancingTest:
    """Approve a test; a second person does it, and from then on it is fixed."""
    if test.approver_id:
        raise LegalFactError(_("This test has been approved already."))
    if test.author_id == actor.pk:
        raise LegalFactError(_("Somebody else than the author approves a test."))
    test.approver = actor
    test.approved_at = timezone.now()
    test.full_clean()
    test.save()
    record(
        actor=actor,
        action="balancing_test.approved",
        subjects=[("balancing_test", test.pk), ("activity", test.activity_id)],
    )
    return test
