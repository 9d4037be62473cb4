"""The letter that says when a restriction will end (Art. 18(3))."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from privacy.controller import authority, controller
from privacy.letters import KIND_PREFIX, send_letter, write_letter
from privacy.models import Case, LetterKind, Restriction
from privacy.restricted_places import label_of_place
from registry.law.parameters import number
from registry.models import OutgoingMail, PersonEmail, RestrictedField
from registry.models.restricted_field import row_place
from registry.seams.mail import queue_mail

OWN_PREFIX = "restriction."
LIFTING_OF_CASE = f"{KIND_PREFIX}{LetterKind.LIFTING}"
LIFTING_BY_ITSELF = f"{OWN_PREFIX}{LetterKind.LIFTING}"
"""Kinds of mail: with and without a request behind them."""


@dataclass(frozen=True, kw_only=True)
class QueuedLetter:
    """A letter in the queue; ``mail_id`` is None where there is no address."""

    language: str
    mail_id: int | None = None
    text_sha256: str = ""


def queue_lifting_letter(
    restrictions: Sequence[Restriction], *, reason: str
) -> QueuedLetter:
    """Queue one letter about these restrictions of one person, to the address of the
    request behind them, otherwise to her primary one."""
    first = restrictions[0]
    case = Case.objects.filter(pk=first.case_id or 0).exclude(email="").first()
    if case is not None:
        words = _context(restrictions, reason, case.language)
        letter = send_letter(case, LetterKind.LIFTING, context=words)
        return _queued(case.language, letter.mail_id)
    language = first.person.language
    email = _address_of(first.person_id)
    if email is None:
        return _on_paper(restrictions, reason) or QueuedLetter(language=language)
    subject, text = lifting_letter(restrictions, reason=reason, language=language)
    mail = queue_mail(
        to=email.address,
        subject=subject,
        text=text,
        language=language,
        kind=LIFTING_BY_ITSELF,
        person_id=first.person_id,
        subject_type="restriction",
        subject_ref=str(first.pk),
    )
    return _queued(language, mail.pk)


def _on_paper(restrictions: Sequence[Restriction], reason: str) -> QueuedLetter | None:
    """A letter of the request, to be printed, where nobody knows an address."""
    case = Case.objects.filter(pk=restrictions[0].case_id or 0).first()
    if case is None:
        return None
    words = _context(restrictions, reason, case.language)
    send_letter(case, LetterKind.LIFTING, context=words)
    return QueuedLetter(language=case.language)


def preview_of_letter(restriction: Restriction, *, reason: str) -> tuple[str, str]:
    """Subject and text of the letter that would go now."""
    case = Case.objects.filter(pk=restriction.case_id or 0).exclude(email="").first()
    if case is None:
        language = restriction.person.language
        return lifting_letter([restriction], reason=reason, language=language)
    words = _context([restriction], reason, case.language)
    written = write_letter(case, LetterKind.LIFTING, words)
    return written.subject, written.kept


def lifting_letter(
    restrictions: Sequence[Restriction], *, reason: str, language: str
) -> tuple[str, str]:
    """Subject and text of the letter, as it is where no request lies behind it."""
    with override(language):
        written = render_to_string(
            f"privacy/letters/{language}/{LetterKind.LIFTING}.txt",
            {
                "controller": controller(),
                "authority": authority(),
                **_context(restrictions, reason, language),
            },
        )
    subject, _newline, text = written.strip().partition("\n")
    return subject.strip(), text.strip() + "\n"


def _context(
    restrictions: Sequence[Restriction], reason: str, language: str
) -> dict[str, Any]:
    with override(language):
        lines = [
            {
                "ground": str(row.get_ground_display()),
                "since": timezone.localdate(row.opened_at),
                "fields": [label_of_place(place) for place in row.fields],
            }
            for row in restrictions
        ]
    days = number("restriction_lift_notice_days")
    return {"restrictions": lines, "reason": reason.strip(), "days": days}


def _address_of(person_id: int) -> PersonEmail | None:
    """Her primary address, or another; never one whose accuracy is contested."""
    contested = set(
        RestrictedField.objects.filter(person_id=person_id).values_list(
            "place", flat=True
        )
    )
    rows = PersonEmail.objects.filter(person_id=person_id)
    for email in rows.order_by("-is_primary", "pk"):
        if row_place("personemail", email.pk) not in contested:
            return email
    return None


def _queued(language: str, mail_id: int | None) -> QueuedLetter:
    mail = OutgoingMail.objects.filter(pk=mail_id or 0).first()
    if mail is None:
        return QueuedLetter(language=language)
    return QueuedLetter(
        language=language,
        mail_id=mail.pk,
        text_sha256=hashlib.sha256(mail.text.encode()).hexdigest(),
    )
