"""Letters to data subjects, in their language (templates/privacy/letters)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from privacy.controller import authority, controller
from privacy.models import Case, CaseLetter, LetterKind
from registry.seams.mail import MailOutcome, queue_mail

SUBJECT_TYPE = "case"
KIND_PREFIX = "case."


def send_letter(
    case: Case, kind: LetterKind, *, context: Mapping[str, Any] | None = None
) -> CaseLetter | None:
    """Queue a letter in the caller's transaction; None where there is no address.

    The first line of the template is the subject. The text is kept nowhere but in
    the queue, which blanks it when it is accepted.
    """
    if not case.email:
        return None
    subject, text = write_letter(case, kind, context or {})
    mail = queue_mail(
        to=case.email,
        subject=subject,
        text=text,
        language=case.language,
        kind=f"{KIND_PREFIX}{kind}",
        person_id=case.person_id,
        subject_type=SUBJECT_TYPE,
        subject_ref=case.reference,
    )
    return CaseLetter.objects.create(
        case=case,
        kind=kind,
        language=case.language,
        mail_id=mail.pk,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def write_letter(
    case: Case, kind: LetterKind, context: Mapping[str, Any]
) -> tuple[str, str]:
    """Subject and text of a letter."""
    with override(case.language):
        written = render_to_string(
            f"privacy/letters/{case.language}/{kind}.txt",
            {
                "case": case,
                "right": case.get_kind_display(),
                "controller": controller(),
                "authority": authority(),
                **context,
            },
        )
    subject, _, text = written.strip().partition("\n")
    return subject.strip(), text.strip() + "\n"


@transaction.atomic
def note_accepted(outcome: MailOutcome) -> None:
    """The mail server has taken the letter."""
    CaseLetter.objects.filter(mail_id=outcome.id).update(accepted_at=timezone.now())


@transaction.atomic
def note_given_up(outcome: MailOutcome) -> None:
    """The letter could not be delivered in seven days, or was refused."""
    CaseLetter.objects.filter(mail_id=outcome.id).update(given_up_at=timezone.now())
