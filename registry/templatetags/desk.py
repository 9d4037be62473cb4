"""Words and numbers as the staff's pages show them."""

import phonenumbers
from django import template

register = template.Library()


@register.filter
def phone(e164: str) -> str:
    """``+358401234567`` as it is read: ``+358 40 1234567``."""
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(
        number, phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
