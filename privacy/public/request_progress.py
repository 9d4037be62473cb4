"""Where a request stands, for the person: dates in plain words, letters, messages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from privacy.controller import controller
from privacy.models import Case
from privacy.models.message import LONGEST
from privacy.services.cases.deadline import CaseClock, clock_of
from privacy.services.cases.questions import closes_on, open_question
from registry.validators import validate_free_text

SHOWN = 100


class MessageForm(forms.Form):
    """What she writes to us."""

    use_required_attribute = False

    message = forms.CharField(
        label=_("Write to us about the request"),
        max_length=LONGEST,
        validators=[validate_free_text],
        help_text=_("Do not write your personal identity code."),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write the message.")},
    )


def progress_of(case: Case, *, today: date) -> dict[str, Any]:
    """What the page says besides the steps."""
    question = None if case.is_closed else open_question(case)
    talk = case.messages.in_order().reverse()[:SHOWN]
    return {
        "clock": None if case.is_closed else clock_words(case, today=today),
        "question": question,
        "close_on": closes_on(question) if question else None,
        "talk": list(talk)[::-1],
        "letters": list(case.letters.order_by("-pk")[:SHOWN]),
        "controller_name": controller().name,
    }


def clock_words(case: Case, *, today: date) -> dict[str, Any]:
    """The two dates and what moved them (Art. 12(3), 12(6)), by the law's own clock."""
    clock: CaseClock = clock_of(case)
    extended = bool(clock.extension and clock.extension.valid)
    return {
        "state": clock.state,
        "target": clock.target_due,
        "legal": clock.legal_due,
        "strict": clock.strict_due,
        "days": (clock.pause.days or 0) if clock.pause and clock.pause.valid else 0,
        "extended": extended,
        "reason": case.extension.reason if extended else "",
        "overdue": case.is_overdue(today),
    }
