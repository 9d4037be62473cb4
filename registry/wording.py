"""Values as people read them."""

import phonenumbers


def readable_phone(e164: str) -> str:
    """``+358401234567`` → ``+358 40 1234567``; what is no number stays as it is."""
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(
        number, phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
