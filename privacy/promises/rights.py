"""P43, P44, P50: what people ask for is answered in time, refused with a letter, and every
letter that ought to says where to complain."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef

from privacy.letters.templates import without_complaint
from privacy.models import Case, CaseLetter, LetterKind
from privacy.models.case_choices import CaseKind, CaseOutcome

from .checks import counted


@counted("P43", "requests to rectify that are overdue")
def rectified_in_time(on: date) -> int:
    """Art. 16 within the time of Art. 12(3)."""
    return Case.objects.overdue(on).filter(kind=CaseKind.RECTIFICATION).count()


@counted("P44", "requests to erase that are overdue, and refusals without a letter")
def erased_in_time(on: date) -> int:
    """Art. 17 within the time of Art. 12(3), or a reasoned letter (Art. 12(4))."""
    asked = Case.objects.filter(kind=CaseKind.ERASURE)
    letter = CaseLetter.objects.filter(case=OuterRef("pk"), kind=LetterKind.REFUSED)
    unsaid = asked.filter(~Exists(letter), outcome=CaseOutcome.REFUSED)
    return asked.overdue(on).count() + unsaid.count()


@counted("P50", "letters that do not say where to complain, in any language")
def complaint_is_named(_on: date) -> int:
    """Art. 12(4), 13(2)(d), 77."""
    return len(without_complaint())
