"""Outcomes of proposed values in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

UNDECIDED = "undecided"
OUTCOMES = {
    UNDECIDED: _("to be decided"),
    "correct": _("corrected"),
    "keep": _("stays"),
    "statement": _("stays, with the person's statement"),
}
