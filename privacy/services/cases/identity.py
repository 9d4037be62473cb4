"""Whether the person has shown who she is, by the law's own rule (Art. 12(6))."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from privacy.exceptions import DecisionIncomplete
from privacy.models import Case
from privacy.models.case_choices import AT_ONCE_KINDS, IdentityMethod
from registry.law.requests import Proof, judge_identity

from .sharing import sharing_of

PROOFS: Final[dict[IdentityMethod, frozenset[Proof]]] = {
    IdentityMethod.NONE: frozenset(),
    IdentityMethod.ADDRESS: frozenset(
        {"reply_from_registered_email_with_one_time_link"}
    ),
    IdentityMethod.CODE: frozenset({"single_use_code_to_personal_address_on_file"}),
    IdentityMethod.KNOWN: frozenset({"known_from_dealings"}),
    IdentityMethod.CALL_BACK: frozenset({"call_back_to_number_on_file"}),
    IdentityMethod.LETTER: frozenset({"signed_paper_form_demanded_by_controller"}),
    IdentityMethod.CODE_ONLY: frozenset({"name", "personal_identity_code"}),
}


def shows_identity(method: str, *, shared_address: bool = False) -> bool:
    """Whether this way of showing it is enough."""
    proofs = PROOFS[IdentityMethod(method)]
    return judge_identity(proofs, shared_address=shared_address).sufficient


def may_be_asked_for(method: str) -> bool:
    """Whether we may ask the person for it: never for a document or a code of hers."""
    return (
        bool(method) and judge_identity(PROOFS[IdentityMethod(method)]).may_be_demanded
    )


def refuse_unidentified(case: Case) -> None:
    """DecisionIncomplete unless we know who asks: before anything is given, erased,
    corrected or restricted, on every path.

    The mailbox is looked at as it is now: what was one person's may have become shared.
    Rights that hold at once need no more than the address (C.7).
    """
    at_once = case.kind in AT_ONCE_KINDS
    shared = not at_once and (case.address_shared or sharing_of(case.email).is_shared)
    refuse_weak_identity(case.identity_method, shared_address=shared)


def refuse_weak_identity(method: str, *, shared_address: bool = False) -> None:
    """DecisionIncomplete where what the person showed does not prove who she is."""
    if not method:
        raise DecisionIncomplete(_("Say how the person showed who she is."))
    if shows_identity(method, shared_address=shared_address):
        return
    if shows_identity(method):
        raise DecisionIncomplete(
            _(
                "Several people use this address, so it does not show which of them"
                " asks. Call the number on file, or mail a single-use link to the"
                " person's own address."
            )
        )
    raise DecisionIncomplete(
        _(
            "A personal identity code, alone or with a name, does not show who"
            " somebody is (Data Protection Act 29 §). Call the number on file, or"
            " send a link to the address on file."
        )
    )
