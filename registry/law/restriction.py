"""What may still be done with restricted data (Art. 18(2)-(3); law sheet C.6)."""

from typing import Final

ALWAYS: Final = frozenset({"store", "answer_access_request_of_same_person"})
"""The person's own request for a copy carries her consent."""

LOGGED_USES: Final = frozenset(
    {"defend_claim", "protect_another_person", "important_public_interest"}
)
"""Allowed by 18(2), each time with a reason that stays."""


def may_use_restricted(
    action: str,
    *,
    subject_consent: bool = False,
    logged: bool = False,
    subject_informed_before: bool = False,
) -> bool:
    """Default no: lists, searches, letters, statistics, exports and automatic erasure
    among them. Lifting needs that the person was told before (18(3)); what she consents
    to is allowed, and so are the other uses of 18(2) once they are logged."""
    if action in ALWAYS:
        return True
    if action == "lift_restriction":
        return subject_informed_before
    if action in LOGGED_USES:
        return logged
    if action == "edit":
        return subject_consent or logged
    return False
