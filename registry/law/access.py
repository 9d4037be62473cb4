"""What an answer to a request for access must hold, and what it may cost (Art. 15)."""

from dataclasses import dataclass
from typing import Final, Literal

Section = Literal[
    "confirmation",
    "data_copy",
    "purposes",
    "categories",
    "recipients_named",
    "retention",
    "rights",
    "complaint",
    "source",
    "automated_decisions",
    "transfers",
]

REQUIRED_SECTIONS: Final[tuple[Section, ...]] = (
    "confirmation",
    "data_copy",
    "purposes",
    "categories",
    "recipients_named",
    "retention",
    "rights",
    "complaint",
    "source",
    "automated_decisions",
    "transfers",
)
"""Art. 15(1)-(2); recipients by name: C-154/21."""

TOLD_OF_VIEWS: Final = ("dates", "purposes")
EMPLOYEE_NAMES: Final = "only_if_essential"
"""Who looked: when and for what; names of employees only where the person's rights
cannot do without them (C-579/21)."""

THIRD_PARTY_NAMES: Final = "redact_after_weighing"
REFUSE_WHOLE: Final = False
"""Others' rights take single places out, never the whole answer (Art. 15(4); Data
Protection Act 34(2))."""

ELECTRONIC_BY_DEFAULT: Final = True


@dataclass(frozen=True, slots=True)
class CopyFee:
    """Euros asked for a copy, and whether the law would allow asking."""

    fee: int
    fee_allowed: bool
    fee_basis: Literal["administrative_cost"] | None = None


def copy_fee(copy_number: int = 1) -> CopyFee:
    """The first copy is free; for further ones a fee on administrative cost is
    allowed (Art. 15(3)). The product asks none."""
    further = copy_number > 1
    return CopyFee(0, further, "administrative_cost" if further else None)
