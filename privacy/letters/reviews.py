"""Which letters have been read by a human since their words last changed."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from privacy.exceptions import DecisionIncomplete
from privacy.models import LetterReview
from registry.models import Staff
from registry.seams.audit import record

from .templates import Template, all_templates


def last_reviews() -> dict[tuple[str, str], LetterReview]:
    """The newest review of each kind and language."""
    rows = LetterReview.objects.select_related("reviewed_by")
    newest = rows.order_by("kind", "language", "-reviewed_at", "-pk")
    return {
        (row.kind, row.language): row for row in newest.distinct("kind", "language")
    }


def to_review() -> list[Template]:
    """Templates that nobody has read as they now stand."""
    known = last_reviews()
    return [
        template
        for template in all_templates()
        if _digest(known.get((template.kind, template.language))) != template.sha256
    ]


@transaction.atomic
def review_letters(
    *, actor: Staff, digests: Iterable[str], note: str = ""
) -> list[LetterReview]:
    """Write down that the actor has read these words. DecisionIncomplete where one has
    changed since she saw it."""
    wanted = set(digests)
    waiting = {template.sha256: template for template in to_review()}
    if not wanted or not wanted <= set(waiting):
        raise DecisionIncomplete
    rows = [
        LetterReview.objects.create(
            kind=waiting[digest].kind,
            language=waiting[digest].language,
            words_sha256=digest,
            reviewed_by=actor,
            note=note.strip(),
        )
        for digest in sorted(wanted)
    ]
    record(actor=actor, action="letter.reviewed")
    return rows


def _digest(review: LetterReview | None) -> str:
    return review.words_sha256 if review else ""
