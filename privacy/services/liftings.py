"""Lifting a restriction: a human decides, the person is told, and when she has known
for three days the system carries the decision out (Art. 18(3))."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.exceptions import LegalFactError
from privacy.lifting_letter import queue_lifting_letter
from privacy.models import CaseLetter, Lifting, Restriction, ToldBy
from registry.models import Staff
from registry.seams.audit import record
from registry.seams.jobs import crash_point
from registry.seams.mail import MailOutcome
from registry.validators import validate_free_text

from .restrictions import (
    lift_restriction,
    lock_in_force,
    may_be_lifted_from,
    subjects_of,
)


@transaction.atomic
def begin_lifting(
    *,
    actor: Staff | None,
    reason: str,
    restriction: Restriction | None = None,
    case_id: int | None = None,
) -> list[Lifting]:
    """Decide that a restriction, or all that a request opened, will be lifted, and
    queue the letter that says so. Called again it changes and sends nothing.

    Lifted by ``lift_what_is_due`` once the letter has been accepted and the days have
    passed; without ``actor`` (no human decided) the lifting itself stays to be done by
    hand. Without an address the officer tells the person (``announce_lifting``).
    """
    if not reason.strip():
        raise LegalFactError(_("Give the reasons."))
    validate_free_text(reason)
    found = [r for r in _chosen(restriction, case_id) if not _begun(r)]
    if not found:
        return []
    letter = queue_lifting_letter(found, reason=reason)
    now = timezone.now()
    begun = [
        Lifting.objects.create(
            restriction=row,
            reason=reason.strip(),
            begun_at=now,
            recorded_by=actor,
            language=letter.language,
            mail_id=letter.mail_id,
            text_sha256=letter.text_sha256,
            undeliverable_at=None if letter.mail_id else now,
        )
        for row in found
    ]
    for row in found:
        record(
            actor=actor,
            action="restriction.lifting_begun",
            subjects=subjects_of(row),
            fields=["lift_reason"],
        )
    crash_point("lifting.letter_queued")
    return begun


@transaction.atomic
def announce_lifting(
    *,
    actor: Staff,
    restriction: Restriction,
    how: str = ToldBy.POST,
    told_at: datetime | None = None,
) -> Restriction:
    """Record that a human told the person of the coming end, by post (from the day of
    posting) or by phone (18(3)). LegalFactError for a day that has not come."""
    lock_in_force(restriction)
    now = timezone.now()
    told_at = told_at or now
    if how not in (ToldBy.POST, ToldBy.PHONE):
        raise LegalFactError(_("Choose post or phone."))
    if told_at > now:
        raise LegalFactError(_("This day has not come yet."))
    _note_told(restriction, told_at=told_at, how=how)
    record(
        actor=actor,
        action="restriction.announced",
        subjects=subjects_of(restriction),
        fields=["informed_before_lift_at"],
    )
    return restriction


@transaction.atomic
def call_off_lifting(*, actor: Staff, restriction: Restriction) -> Restriction:
    """The restriction stays after all: what the person was told counts no more."""
    lock_in_force(restriction)
    standing = Lifting.objects.standing().filter(restriction=restriction)
    if not standing.update(called_off_at=timezone.now()):
        raise LegalFactError(_("No lifting has been begun."))
    restriction.informed_before_lift_at = None
    restriction.save(update_fields=["informed_before_lift_at"])
    record(
        actor=actor,
        action="restriction.lifting_called_off",
        subjects=subjects_of(restriction),
        fields=["informed_before_lift_at"],
    )
    return restriction


@transaction.atomic
def note_letter_sent(letter: CaseLetter) -> None:
    """A letter of lifting of a request has left us, by mail or by post: also one that
    was sent again another way. One that the officer gave up tells nobody."""
    if letter.dropped_at:
        return
    told_by, told_at = ToldBy.EMAIL, letter.accepted_at or timezone.now()
    if letter.posted_on:
        told_by, told_at = ToldBy.POST, end_of_day(letter.posted_on)
    for lifting in _untold(restriction__case_id=letter.case_id):
        _tell(lifting, told_at=told_at, how=told_by)
    crash_point("lifting.told")


@transaction.atomic
def note_letter_accepted(outcome: MailOutcome) -> None:
    """The mail server has taken the letter: from now on the person counts as told."""
    for lifting in _untold(mail_id=outcome.id):
        _tell(lifting, told_at=timezone.now(), how=ToldBy.EMAIL)
    crash_point("lifting.told")


@transaction.atomic
def note_letter_given_up(outcome: MailOutcome) -> None:
    """The letter did not reach her: a task for the officer."""
    keys = [lifting.pk for lifting in _untold(mail_id=outcome.id)]
    Lifting.objects.filter(pk__in=keys, undeliverable_at=None).update(
        undeliverable_at=timezone.now()
    )


def lift_what_is_due(*, now: datetime) -> int:
    """Carry out the decisions of humans whose letter is old enough; how many. Any
    number of processes may do it at once, and each restriction is lifted once."""
    told = Lifting.objects.standing().told().exclude(recorded_by=None)
    return sum(_lift(pk, now) for pk in list(told.values_list("pk", flat=True)))


@transaction.atomic
def _lift(key: int, now: datetime) -> bool:
    rows = Lifting.objects.standing().told().filter(pk=key)
    both = rows.select_related("restriction", "recorded_by")
    row = both.select_for_update(skip_locked=True, of=("self", "restriction")).first()
    if row is None or row.recorded_by is None or row.told_at is None:
        return False
    if now < may_be_lifted_from(row.told_at):
        return False
    crash_point("lifting.before_lift")
    lift_restriction(
        actor=row.recorded_by, restriction=row.restriction, reason=row.reason, at=now
    )
    crash_point("lifting.before_commit")
    return True


def _chosen(restriction: Restriction | None, case_id: int | None) -> list[Restriction]:
    """The rows, locked: those of a request that are in force, or the one named."""
    if restriction is not None:
        lock_in_force(restriction)
        return [restriction]
    if case_id is None:
        raise LegalFactError(_("Choose a restriction."))
    standing = Restriction.objects.in_force().filter(case_id=case_id).order_by("pk")
    return list(standing.select_for_update(of=("self",)))


def _begun(restriction: Restriction) -> bool:
    return Lifting.objects.standing().filter(restriction=restriction).exists()


def end_of_day(day: date) -> datetime:
    """The end of a day of posting, at the latest now: whole days are counted."""
    end = timezone.make_aware(datetime.combine(day, time.max))
    return min(end, timezone.now())


def _untold(**known_by: Any) -> list[Lifting]:
    rows = Lifting.objects.standing().filter(told_at=None, **known_by)
    return list(
        rows.select_related("restriction").select_for_update(of=("self", "restriction"))
    )


def _tell(lifting: Lifting, *, told_at: datetime, how: str) -> None:
    _note_told(lifting.restriction, told_at=told_at, how=how)
    record(
        actor=None,
        action="restriction.announced",
        subjects=subjects_of(lifting.restriction),
        fields=["informed_before_lift_at"],
    )


def _note_told(restriction: Restriction, *, told_at: datetime, how: str) -> None:
    restriction.informed_before_lift_at = told_at
    restriction.save(update_fields=["informed_before_lift_at"])
    standing = Lifting.objects.standing().filter(restriction=restriction, told_at=None)
    standing.update(told_at=told_at, told_by=how)
