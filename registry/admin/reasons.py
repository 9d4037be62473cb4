"""The gate's reasons in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Any] = {
    "no_gate": _("No rule allows it."),
}


def reason_words(reason: str) -> str:
    """The reason as a sentence; a code nobody has worded yet is shown as it is."""
    return str(WORDS.get(reason, reason))
