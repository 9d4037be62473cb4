"""Whether the person has shown who she is, by the law's own rule (Art. 12(6))."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from privacy.exceptions import DecisionIncomplete
from privacy.models.case_choices import IdentityMethod
from registry.law.requests import Proof, judge_identity

PROOFS: Final[dict[IdentityMethod, frozenset[Proof]]] = {
    IdentityMethod.NONE: frozenset(),
    IdentityMethod.ADDRESS: frozenset(
        {"reply_from_registered_email_with_one_time_link"}
    ),
    IdentityMethod.KNOWN: frozenset({"known_from_dealings"}),
    IdentityMethod.CALL_BACK: frozenset({"call_back_to_number_on_file"}),
    IdentityMethod.LETTER: frozenset({"signed_paper_form_demanded_by_controller"}),
    IdentityMethod.CODE_ONLY: frozenset({"name", "personal_identity_code"}),
}


def shows_identity(method: str) -> bool:
    """Whether this way of showing it is enough."""
    return judge_identity(PROOFS[IdentityMethod(method)]).sufficient


def refuse_weak_identity(method: str) -> None:
    """DecisionIncomplete where what the person showed does not prove who she is."""
    if not method:
        raise DecisionIncomplete(_("Say how the person showed who she is."))
    if not shows_identity(method):
        raise DecisionIncomplete(
            _(
                "A personal identity code, alone or with a name, does not show who"
                " somebody is (Data Protection Act 29 §). Call the number on file, or"
                " send a link to the address on file."
            )
        )
