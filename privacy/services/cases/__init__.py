"""Verbs of data subject requests."""

from .answer import close_as_unknown, refuse_case
from .approve import approve_case
from .confirm import ConfirmedCase, confirm_case, peek_confirmation
from .expire import delete_unconfirmed
from .links import case_of_link, issue_case_link
from .matching import choose_person, find_holders
from .messages import add_case_message, read_messages
from .receive import receive_request, register_request
from .withdraw import withdraw_case

__all__ = [
    "ConfirmedCase",
    "add_case_message",
    "approve_case",
    "case_of_link",
    "choose_person",
    "close_as_unknown",
    "confirm_case",
    "delete_unconfirmed",
    "find_holders",
    "issue_case_link",
    "peek_confirmation",
    "read_messages",
    "receive_request",
    "refuse_case",
    "register_request",
    "withdraw_case",
]
