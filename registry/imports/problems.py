"""Why a row is refused: a code for machines, a sentence for people."""

from typing import Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from .fields import label_of


class Problem(NamedTuple):
    """`field` is empty where the whole row is meant."""

    field: str
    code: str


SENTENCES: Final = {
    "name_missing": _("There is no name."),
    "contact_missing": _("There is neither an e-mail address nor a phone number."),
    "company_missing": _("The company has no name."),
    "columns": _("The row has more cells than the header."),
    "too_long": _("The text is too long."),
    "formula": _("The cell holds a formula."),
    "control": _("The cell holds characters that are no text."),
    "encoding": _("The letters are broken: the file was saved in a wrong encoding."),
    "identity_code": _("The text holds a personal identity code."),
    "card_number": _("The text holds a payment card number."),
    "email": _("This is not an e-mail address."),
    "phone": _("This is not a phone number."),
    "premium": _("A premium-rate number cannot be a contact number."),
    "business_id": _("This business id does not exist."),
    "postal_code": _("A Finnish postal code has five digits."),
    "industry_code": _("An industry code has two to five digits."),
    "municipality_code": _("A municipality code has three digits."),
    "date": _("This day does not exist."),
    "future": _("The day lies in the future."),
    "suppressed": _("The address is on the suppression list and is not brought back."),
    "not_changeable": _("The person's data may not be changed now."),
    "ambiguous": _("Several persons in the register fit this row."),
    "other_person": _("The e-mail address belongs to somebody with another name."),
    "not_saved": _("The row could not be saved."),
}


def sentence_of(problem: Problem) -> str:
    """«Puhelinnumero: Tämä ei ole puhelinnumero.»"""
    sentence = str(SENTENCES[problem.code])
    return f"{label_of(problem.field)}: {sentence}" if problem.field else sentence
