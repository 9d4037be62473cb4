"""Verbs of data subject requests."""

from .answer import close_as_unknown, refuse_case
from .approve import approve_case
from .confirm import ConfirmedCase, confirm_case, peek_confirmation
from .expire import delete_unconfirmed
from .extending import extend_case
from .identity_link import deny_request, peek_proof, prove_identity, send_identity_link
from .links import case_of_link, issue_case_link
from .matching import choose_person
from .messages import add_case_message, read_messages
from .questions import ask_identity
from .receive import receive_request, register_request
from .second import agree_to_case, send_case_back
from .sharing import find_holders
from .silence import chase_questions
from .withdraw import withdraw_case

__all__ = [
    "ConfirmedCase",
    "add_case_message",
    "agree_to_case",
    "approve_case",
    "ask_identity",
    "case_of_link",
    "chase_questions",
    "choose_person",
    "close_as_unknown",
    "confirm_case",
    "delete_unconfirmed",
    "deny_request",
    "extend_case",
    "find_holders",
    "issue_case_link",
    "peek_confirmation",
    "peek_proof",
    "prove_identity",
    "read_messages",
    "receive_request",
    "refuse_case",
    "register_request",
    "send_case_back",
    "send_identity_link",
    "withdraw_case",
]
