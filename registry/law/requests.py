"""What may be asked of a person who uses a right, and when she may be refused (Art. 12)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

Proof = Literal[
    "logged_in_portal_account",
    "reply_from_registered_email_with_one_time_link",
    "single_use_code_to_personal_address_on_file",
    "call_back_to_number_on_file",
    "known_from_dealings",
    "signed_paper_form_demanded_by_controller",
    "copy_of_identity_document",
    "personal_identity_code",
    "name",
]

SUFFICIENT: Final[frozenset[Proof]] = frozenset(
    {
        "logged_in_portal_account",
        "reply_from_registered_email_with_one_time_link",
        "single_use_code_to_personal_address_on_file",
        "call_back_to_number_on_file",
        "known_from_dealings",
        "signed_paper_form_demanded_by_controller",
    }
)
OF_THE_ADDRESS: Final[Proof] = "reply_from_registered_email_with_one_time_link"
NEVER_DEMANDED: Final[frozenset[Proof]] = frozenset(
    {
        "signed_paper_form_demanded_by_controller",
        "copy_of_identity_document",
        "personal_identity_code",
    }
)


@dataclass(frozen=True, slots=True)
class IdentityVerdict:
    """Whether what was offered is enough, and whether we might have asked for it."""

    sufficient: bool
    may_be_demanded: bool


def judge_identity(
    offered: Collection[str], *, shared_address: bool = False
) -> IdentityVerdict:
    """Art. 12(6), 11(2); Data Protection Act 29(5): a personal identity code, alone or
    with a name, is never enough. What the sheet does not know proves nothing.

    shared_address: several people read the address, so control of it does not say
    which of them asks; something else must.
    """
    known = set(offered)
    enough = SUFFICIENT - {OF_THE_ADDRESS} if shared_address else SUFFICIENT
    return IdentityVerdict(
        sufficient=bool(known & enough),
        may_be_demanded=not known & NEVER_DEMANDED,
    )


@dataclass(frozen=True, slots=True)
class ExcessVerdict:
    """What Art. 12(5) allows here; refusing or charging needs a letter with reasons."""

    may_refuse: bool
    may_charge: bool
    notice_with_reasons: bool


def judge_excess(*, evidence_of_abuse: bool, decided_by: str) -> ExcessVerdict:
    """The burden of proof is ours and the reading strict (C-526/24): neither a first
    request nor a repeated one is excessive without evidence of abuse, and only a named
    human decides it (Art. 22)."""
    may = evidence_of_abuse and decided_by == "named_human"
    return ExcessVerdict(may_refuse=may, may_charge=may, notice_with_reasons=may)
