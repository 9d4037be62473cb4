"""Letters to data subjects, in their language (templates/privacy/letters)."""

from .posting import drop_letter, record_posting
from .sending import (
    KIND_PREFIX,
    SUBJECT_TYPE,
    note_accepted,
    note_given_up,
    on_letter_settled,
    resend_letter,
    send_letter,
    with_fresh_link,
)
from .writing import Written, write_letter

__all__ = [
    "KIND_PREFIX",
    "SUBJECT_TYPE",
    "Written",
    "drop_letter",
    "note_accepted",
    "note_given_up",
    "on_letter_settled",
    "record_posting",
    "resend_letter",
    "send_letter",
    "with_fresh_link",
    "write_letter",
]
