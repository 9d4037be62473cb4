"""A letter on its way: by e-mail where there is an address, on paper where there is none.

An act has one letter: a job that runs twice finds the letter of its first run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.exceptions import DecisionIncomplete
from privacy.models import Case, CaseLetter, LetterKind
from privacy.models.case_choices import CaseChannel
from registry.law.identifiers.email import normalise_email
from registry.models import Staff
from registry.seams.audit import record
from registry.seams.mail import MailOutcome, queue_mail
from registry.validators import validate_free_text

from .writing import Written, fill_link, link_words, write_letter

SUBJECT_TYPE = "case"
KIND_PREFIX = "case."

ONCE = frozenset({LetterKind.RECEIPT, LetterKind.EXTENSION})
"""Sent once in the life of a case."""
SEVERAL = frozenset(
    {
        LetterKind.CONFIRMATION,
        LetterKind.IDENTITY,
        LetterKind.IDENTITY_REMINDER,
        LetterKind.MESSAGE,
        LetterKind.LIFTING,
    }
)
"""May be sent again, each call a letter of its own unless it names its act. All others
belong to the decision: one for each."""

LetterSettled = Callable[[CaseLetter], None]
_listeners: list[tuple[LetterKind, LetterSettled]] = []


def on_letter_settled(kind: LetterKind, fn: LetterSettled) -> None:
    """Call ``fn`` when a letter of this kind is settled: the mail server has taken it,
    its posting was recorded, or the officer gave it up; the letter says which. It runs
    in the transaction that notes it."""
    _listeners.append((kind, fn))


def send_letter(
    case: Case,
    kind: LetterKind,
    *,
    context: Mapping[str, Any] | None = None,
    act: str = "",
) -> CaseLetter:
    """Queue a letter in the caller's transaction; without an address it waits to be
    printed. ``act`` names what it belongs to, where a case has several letters of a
    kind; an act whose letter exists sends none and returns that letter."""
    written = write_letter(case, kind, context)
    act = act or _act(case, kind)
    sent = CaseLetter.objects.filter(case_id=case.pk, kind=kind, act=act).first()
    return sent or _write_row(case, kind, written, act=act, to=case.email)


@transaction.atomic
def resend_letter(
    *, actor: Staff, letter_id: int, to: str = "", reason: str
) -> CaseLetter:
    """Send an undelivered letter again, to the same address or another.

    DecisionIncomplete where there is no address, no reason, or nothing left of the words.
    """
    letter = lock_undelivered(letter_id)
    case = letter.case
    address = normalise_email(to) if to.strip() else case.email
    if not reason.strip():
        raise DecisionIncomplete(_("Write a reason."))
    if not address or not letter.text:
        raise DecisionIncomplete(
            _("There is no address, or the words have been erased.")
        )
    if letter.kind == LetterKind.IDENTITY_PROOF:
        raise DecisionIncomplete(_("Send a new single-use link instead."))
    validate_free_text(reason)
    again = _write_row(
        case,
        LetterKind(letter.kind),
        Written(letter.subject, with_fresh_link(letter), letter.text),
        act=f"{letter.act[:50]}/{letter.pk}",
        to=address,
        retry_of=letter,
        retry_reason=reason.strip(),
    )
    record(actor=actor, action="letter.resent", subjects=[("case", case.pk)])
    return again


def lock_undelivered(letter_id: int) -> CaseLetter:
    """The letter with its case locked; DecisionIncomplete where it has been settled."""
    key = CaseLetter.objects.values_list("case_id", flat=True).get(pk=letter_id)
    Case.objects.select_for_update().get(pk=key)
    found = CaseLetter.objects.undelivered().select_related("case")
    letter = found.filter(pk=letter_id).first()
    if letter is None:
        raise DecisionIncomplete(_("This letter has been settled already."))
    return letter


def with_fresh_link(letter: CaseLetter) -> str:
    """The kept words with a secret link of their own: to leave once more. A link that
    proves an address is not given anywhere else."""
    from privacy.services.cases.links import (  # noqa: PLC0415  # cases send letters
        issue_case_link,
        issue_confirmation_link,
    )

    proof = letter.kind == LetterKind.IDENTITY_PROOF
    if proof or link_words(letter.language) not in letter.text:
        return letter.text
    confirming = letter.kind == LetterKind.CONFIRMATION or _asks_to_confirm(letter)
    issue = issue_confirmation_link if confirming else issue_case_link
    return fill_link(letter.text, letter.language, issue(letter.case))


def _asks_to_confirm(letter: CaseLetter) -> bool:
    """A receipt of a request that came without the form shows the address first."""
    came_by_form = letter.case.channel == CaseChannel.WEB_FORM
    is_receipt = letter.kind == LetterKind.RECEIPT
    return is_receipt and not came_by_form and not letter.case.identity_method


def _write_row(
    case: Case, kind: LetterKind, written: Written, *, act: str, to: str, **more: Any
) -> CaseLetter:
    return CaseLetter.objects.create(
        case_id=case.pk,
        kind=kind,
        language=case.language,
        act=act,
        mail_id=_queue(case, kind, written, to) if to else None,
        subject=written.subject,
        text=written.kept,
        text_sha256=written.sha256,
        **more,
    )


def _queue(case: Case, kind: LetterKind, written: Written, to: str) -> int:
    mail = queue_mail(
        to=to,
        subject=written.subject,
        text=written.text,
        language=case.language,
        kind=f"{KIND_PREFIX}{kind}",
        person_id=case.person_id,
        subject_type=SUBJECT_TYPE,
        subject_ref=case.reference,
    )
    return mail.pk


def _act(case: Case, kind: LetterKind) -> str:
    if kind in ONCE:
        return ""
    if kind in SEVERAL:
        return uuid4().hex
    return case.decided_at.isoformat() if case.decided_at else ""


@transaction.atomic
def note_accepted(outcome: MailOutcome) -> None:
    """The mail server has taken the letter."""
    letter = CaseLetter.objects.filter(mail_id=outcome.id, accepted_at=None).first()
    if letter is None:
        return
    letter.accepted_at = timezone.now()
    letter.save(update_fields=["accepted_at"])
    tell_settled(letter)


def tell_settled(letter: CaseLetter) -> None:
    """Call who waits for this kind of letter."""
    for kind, listener in _listeners:
        if kind == letter.kind:
            listener(letter)


@transaction.atomic
def note_given_up(outcome: MailOutcome) -> None:
    """The letter could not be delivered in seven days, or was refused."""
    letters = CaseLetter.objects.filter(mail_id=outcome.id, given_up_at=None)
    letters.update(given_up_at=timezone.now())
