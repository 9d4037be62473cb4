"""Errors of dealings: a machine code, and a message safe for the user."""

from typing import Any


class ContactsError(Exception):
    """Base of all. ``message`` may be shown; it never holds another's data."""

    code = "contacts"

    def __init__(self, message: Any, *, code: str = "") -> None:
        super().__init__(code or self.code)
        self.message = message
        self.code = code or self.code


class FollowUpError(ContactsError):
    """The follow-up is not in a state that allows this."""

    code = "follow_up_state"
