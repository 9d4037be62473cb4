"""Promising to do something, and having done it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.exceptions import FollowUpError
from contacts.models import FollowUp
from registry.models import Company, Person, Staff
from registry.seams.audit import record


@transaction.atomic
def add_follow_up(
    *,
    actor: Staff,
    due_on: date,
    text: str,
    person: Person | None = None,
    company: Company | None = None,
    owner: Staff | None = None,
) -> FollowUp:
    """A new open task, by default the actor's own."""
    task = FollowUp(
        person=person, company=company, owner=owner or actor, due_on=due_on, text=text
    )
    task.full_clean()
    task.save()
    _record(actor, "follow_up.added", task, ["due_on", "text"])
    return task


@transaction.atomic
def finish_follow_up(*, actor: Staff, follow_up: FollowUp) -> FollowUp:
    """Mark the task done now; FollowUpError where it was done already."""
    task = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if task.done_at:
        raise FollowUpError(_("This follow-up is done already."))
    task.done_at = timezone.now()
    task.save(update_fields=["done_at"])
    _record(actor, "follow_up.finished", task, ["done_at"])
    return task


@transaction.atomic
def correct_follow_up(*, actor: Staff, follow_up: FollowUp, text: str) -> FollowUp:
    """Change the words; the earlier ones stay in its history. ValidationError."""
    task = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if task.text == text:
        return task
    task.text = text
    task.full_clean()
    task.save(update_fields=["text"])
    _record(actor, "follow_up.corrected", task, ["text"])
    return task


def _record(actor: Staff, action: str, task: FollowUp, fields: list[str]) -> None:
    subjects = [("person", task.person_id), ("company", task.company_id)]
    known = [(kind, key) for kind, key in subjects if key is not None]
    record(actor=actor, action=action, subjects=known, fields=fields)
