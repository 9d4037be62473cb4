"""What a field accepts, in words for the person who typed it.

The rules are in `registry.law`; here are their messages. A message never repeats
what was typed.
"""

from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from registry.law.identifiers.business_id import parse_business_id, parse_ovt_code
from registry.law.identifiers.email import is_valid_email
from registry.law.identifiers.guard import check_free_text
from registry.law.identifiers.phone import parse_phone
from registry.law.identifiers.postal_code import normalise_postal_code

GUARD_MESSAGES: Final = {
    "personal_identity_code_not_allowed": _(
        "Remove the personal identity code: it may not be stored in this register."
    ),
    "card_number_not_allowed": _(
        "Remove the card number: payment card numbers may not be stored here."
    ),
}
BUSINESS_ID_MESSAGES: Final = {
    "all_zero": _("A business ID of zeros only does not exist."),
    "check_digit": _("The check digit does not match: is there a typing error?"),
    "empty": _("Enter the business ID."),
    "format": _("A business ID looks like 1234567-1: digits and one hyphen."),
    "length": _("A business ID has seven digits, a hyphen and a check digit."),
    "prefix": _("The code must begin with 0037."),
    "remainder_one_never_issued": _("This business ID has never been given to anyone."),
}


def validate_free_text(value: str) -> None:
    """No personal identity code and no card number (Data Protection Act, 29)."""
    if code := check_free_text(value):
        raise ValidationError(GUARD_MESSAGES[code], code=code)


def validate_business_id(value: str) -> None:
    """A Finnish business id with the right check digit."""
    if reason := parse_business_id(value).reason:
        raise ValidationError(BUSINESS_ID_MESSAGES[reason], code=reason)


def validate_ovt_code(value: str) -> None:
    """A Finnish e-invoice address (OVT code) with a right business id inside."""
    reason = parse_ovt_code(value).reason
    if reason == "length":
        raise ValidationError(_("An OVT code has 12 to 17 characters."), code=reason)
    if reason:
        raise ValidationError(BUSINESS_ID_MESSAGES[reason], code=reason)


def validate_phone(value: str) -> None:
    """A number that can be called: no premium rate, no emergency number."""
    phone = parse_phone(value)
    if phone.kind == "premium":
        raise ValidationError(
            _("A premium-rate number cannot be a contact number."), code="premium"
        )
    if not phone.valid:
        raise ValidationError(_("Enter a phone number that exists."), code="phone")


def validate_finnish_postal_code(value: str) -> None:
    """Five digits."""
    if normalise_postal_code(value) is None:
        raise ValidationError(
            _("A Finnish postal code has five digits."), code="postal"
        )


def validate_email_address(value: str) -> None:
    """The same rule that compares addresses."""
    if not is_valid_email(value):
        raise ValidationError(_("Enter an e-mail address that exists."), code="email")
