"""How a notice to a recipient ends: told, answered, excused, reminded of."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.exceptions import PrivacyError
from privacy.models import NotToldGround, RecipientAnswer, RecipientNotice
from registry.law.parameters import number
from registry.models import Staff
from registry.seams.audit import record
from registry.seams.mail import MailOutcome
from registry.seams.tokens import TokenError, peek_token, redeem_token, revoke_tokens
from registry.validators import validate_free_text

from .messages import PURPOSE, SUBJECT, queue_reminder

STEPS = ("recipient_first_reminder_days", "recipient_second_reminder_days")


class NoticeSettled(PrivacyError):
    """The notice has been answered or excused already."""

    code = "notice_settled"
    text = gettext_lazy("This notice has been settled already.")


@transaction.atomic
def note_told(outcome: MailOutcome) -> None:
    """The mail server took the first message: the recipient has been told."""
    waiting = RecipientNotice.objects.filter(mail_id=outcome.id)
    waiting.update(told_at=timezone.now(), failed_at=None)


@transaction.atomic
def note_failed(outcome: MailOutcome) -> None:
    """The message was refused, or could not be sent in seven days."""
    RecipientNotice.objects.filter(mail_id=outcome.id).update(failed_at=timezone.now())


def peek_notice(raw: str) -> RecipientNotice:
    """The notice behind a link, link unused; RecipientNotice.DoesNotExist otherwise."""
    try:
        subject = peek_token(purpose=PURPOSE, raw=raw)
    except TokenError as error:
        raise RecipientNotice.DoesNotExist from error
    return RecipientNotice.objects.get(reference=subject.subject_ref)


@transaction.atomic
def answer_notice(*, raw: str, answer: str) -> RecipientNotice:
    """The recipient's own answer, by the link in its mail; uses up all its links.

    TokenError where the link is wrong, used or old."""
    if answer not in (RecipientAnswer.DONE, RecipientAnswer.NOT_HELD):
        raise PrivacyError(_("Choose one of the alternatives."))
    subject = redeem_token(purpose=PURPOSE, raw=raw)
    found = RecipientNotice.objects.get(reference=subject.subject_ref)
    notice = _lock(found.pk)
    if notice.acknowledged_at is None:
        notice.answer = answer
        notice.acknowledged_at = timezone.now()
        _settle(notice, None, ["answer"])
    revoke_tokens(subject_type=SUBJECT, subject_ref=notice.reference)
    return notice


@transaction.atomic
def write_answer_down(
    *, actor: Staff, notice_id: int, evidence: str
) -> RecipientNotice:
    """An answer that came another way, in the officer's words: how, from whom, when."""
    notice = _lock_open(notice_id)
    if not evidence.strip():
        raise PrivacyError(_("Write what shows it: who answered, when and how."))
    validate_free_text(evidence)
    notice.answer = RecipientAnswer.BY_STAFF
    notice.acknowledged_at = timezone.now()
    notice.evidence = evidence.strip()
    notice.settled_by = actor
    _settle(notice, actor, ["answer", "evidence"])
    revoke_tokens(subject_type=SUBJECT, subject_ref=notice.reference)
    return notice


@transaction.atomic
def excuse_notice(
    *, actor: Staff, notice_id: int, ground: str, reason: str
) -> RecipientNotice:
    """Art. 19 lets it be where telling is impossible or disproportionate; a human says
    why. A notice that has been told is not excused."""
    notice = _lock_open(notice_id)
    if ground not in NotToldGround.values or not ground or not reason.strip():
        raise PrivacyError(_("Give the ground and the reason."))
    if notice.told_at:
        raise PrivacyError(_("The recipient has been told already."))
    validate_free_text(reason)
    notice.not_told_ground = ground
    notice.not_told_reason = reason.strip()
    notice.settled_by = actor
    _settle(notice, actor, ["not_told_ground", "not_told_reason"])
    return notice


def remind_recipients(now: datetime) -> int:
    """Queue the reminders that are due; how many. Once a step, also when run twice."""
    first = number(STEPS[0])
    due = RecipientNotice.objects.waiting().filter(
        reminders__lt=len(STEPS), told_at__lte=now - timedelta(days=first)
    )
    return sum(
        _remind(pk, now) for pk in due.order_by("pk").values_list("pk", flat=True)
    )


def forget_old_notices(now: datetime) -> int:
    """Notices without a request go when the proof is no longer owed; how many."""
    months = number("rights_request_case_months")
    old = RecipientNotice.objects.filter(
        case=None, created_at__lt=now - timedelta(days=31 * months)
    )
    return old.delete()[0]


@transaction.atomic
def _remind(pk: int, now: datetime) -> bool:
    notice = _lock(pk)
    due = sum(
        notice.told_at is not None
        and notice.told_at <= now - timedelta(days=number(step))
        for step in STEPS
    )
    if not notice.is_open or notice.reminders >= due:
        return False
    queued = bool(notice.recipient.privacy_email) and queue_reminder(notice)
    notice.reminders = due
    notice.reminded_at = now
    notice.save(update_fields=["reminders", "reminded_at"])
    return queued


def _lock(pk: int) -> RecipientNotice:
    return (
        RecipientNotice.objects.select_for_update(of=("self",))
        .select_related("recipient")
        .get(pk=pk)
    )


def _lock_open(pk: int) -> RecipientNotice:
    notice = _lock(pk)
    if not notice.is_open:
        raise NoticeSettled
    return notice


def _settle(notice: RecipientNotice, actor: Staff | None, fields: list[str]) -> None:
    notice.save()
    record(
        actor=actor,
        action="recipient.notice_settled",
        subjects=notice.subjects,
        fields=fields,
        purpose="rights",
    )
