"""Errors of the privacy app: a machine code, and a message safe for the user."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _


class PrivacyError(Exception):
    """Base of all. ``message`` may be shown; it never holds anybody's data."""

    code = "privacy"
    text: Any = _("This cannot be done.")

    def __init__(self, message: Any = "", *, code: str = "") -> None:
        super().__init__(code or self.code)
        self.message = message or self.text
        self.code = code or self.code


class CaseChanged(PrivacyError):
    """Somebody else decided or changed the case in between."""

    code = "case_changed"
    text = _("Someone else has changed this case. Look at it again before deciding.")


class CaseStateError(PrivacyError):
    """The case is not in a state that allows this."""

    code = "case_state"
    text = _("The case is no longer in a state that allows this.")


class DecisionIncomplete(PrivacyError):
    """Something must be decided or given first."""

    code = "decision_incomplete"


class RetentionError(PrivacyError):
    """A run that may not be started."""

    code = "retention"


class RuleNotInForce(RetentionError):
    """No version of this rule of retention is in force."""

    code = "rule_not_in_force"
    text = _("This rule of retention is not in force.")


class RuleRefused(RetentionError):
    """A rule of retention that may not stand like this; ``field``: where to say so."""

    code = "rule_refused"

    def __init__(self, message: Any, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class LegalFactError(PrivacyError):
    """A legal row that may not be opened or closed like this."""

    code = "legal_fact"


class WeakeningError(LegalFactError):
    """A weakening that may not be asked for, confirmed or withdrawn like this."""

    code = "weakening"
