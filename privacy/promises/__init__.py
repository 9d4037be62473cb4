"""The promises of the notice, each asked of the register itself (first form).

Only promises that a query can answer today are here; the others are listed by
``check_promises`` as unproven, never as kept.
"""

from . import information, mailbox, rights, storage
from .checks import Finding, State, check_all

__all__ = [
    "Finding",
    "State",
    "check_all",
    "information",
    "mailbox",
    "rights",
    "storage",
]
