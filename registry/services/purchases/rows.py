"""One purchase of a file, and why another line is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final, Literal

from django.utils.translation import gettext_lazy as _

from registry.exceptions import RegistryError
from registry.law.identifiers.guard import check_free_text

Reason = Literal[
    "columns",
    "customer",
    "date",
    "future",
    "quantity",
    "amount",
    "free_text",
    "customer_erased",
]

REASONS: Final = {
    "columns": _("The line does not have the columns of the format."),
    "customer": _("The customer's number is missing or too long."),
    "date": _("The date cannot be read."),
    "future": _("The purchase would lie in the future."),
    "quantity": _("The quantity is not a positive whole number."),
    "amount": _("The amount is not a sum of money."),
    "free_text": _("The text holds a personal identity code or a card number."),
    "customer_erased": _(
        "The customer's data has been erased and is not brought back."
    ),
}

_LONGEST_CUSTOMER: Final = 30
_LARGEST_QUANTITY: Final = 999_999
_LARGEST_AMOUNT: Final = Decimal("9999999.99")


class UnusableFileError(RegistryError):
    """The file as a whole is not what it was said to be; nothing was imported."""

    code = "unusable_file"


class RefusedLineError(Exception):
    """One line cannot be imported; the others can."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Refusal:
    """Which line (from 1) and why; never what stood on it."""

    line: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Purchase:
    """A checked line: euros with two decimals, the date as the file has it."""

    line: int
    customer: str
    on: date
    quantity: int
    amount: Decimal
    product: str = ""


def read_customer(text: str) -> str:
    """The customer's number in the source system."""
    number = text.strip()
    if not 0 < len(number) <= _LONGEST_CUSTOMER or not number.isprintable():
        raise RefusedLineError("customer")
    if check_free_text(number):
        raise RefusedLineError("free_text")
    return number


def read_quantity(text: str) -> int:
    """A whole number from 1."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 6):
        raise RefusedLineError("quantity")
    if not 0 < int(digits) <= _LARGEST_QUANTITY:
        raise RefusedLineError("quantity")
    return int(digits)


def read_amount(text: str) -> Decimal:
    """A sum from 0, decimal comma or point, spaces between thousands."""
    plain = "".join(text.split()).removesuffix("€").replace(",", ".")
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        raise RefusedLineError("amount") from None
    if not amount.is_finite() or not 0 <= amount <= _LARGEST_AMOUNT:
        raise RefusedLineError("amount")
    return amount.quantize(Decimal("0.01"))


def _compact(text: str) -> date:
    if len(text) != 8 or not text.isdigit():
        raise ValueError
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))


def _finnish(text: str) -> date:
    day, month, year = text.split(".")
    return date(int(year), int(month), int(day))


_DATE_FORMS: Final[tuple[Callable[[str], date], ...]] = (
    _compact,
    date.fromisoformat,
    _finnish,
)


def read_date(text: str) -> date:
    """20260131, 2026-01-31 or 31.1.2026."""
    typed = text.strip()
    for form in _DATE_FORMS:
        try:
            return form(typed)
        except ValueError:
            continue
    raise RefusedLineError("date")
