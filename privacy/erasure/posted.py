"""The closing letter of an erasure that went on paper, or could not go at all."""

from __future__ import annotations

from privacy.models import CaseLetter
from registry.seams.mail import MailOutcome

from .certificate import finish_certificate


def finish_by_paper(letter: CaseLetter) -> None:
    """As if the mail server had taken it or given it up: search once more, then sign.
    Letters by e-mail finish by the word of the mail server."""
    if letter.posted_on is None and letter.dropped_at is None:
        return
    finish_certificate(
        MailOutcome(
            id=letter.pk,
            kind=f"case.{letter.kind}",
            person_id=None,
            subject_type="case",
            subject_ref=letter.case.reference,
            state="accepted" if letter.posted_on else "failed",
            error_code="",
        )
    )
