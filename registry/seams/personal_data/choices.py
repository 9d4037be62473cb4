"""Closed words of the map: the notice's categories, purposes, rules, strategies."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Category(TextChoices):
    """The thirteen categories of the notice (P15–P27), and what B/S13 adds to them."""

    NAME = "name", _("Name")
    ADDRESS = "address", _("Address")
    TITLE = "title", _("Position or title in the company")
    COMPANY = "company", _("Company")
    CONTACTS = "contacts", _("Contacts and their notes")
    PURCHASES = "purchases", _("Purchase history")
    EMAIL = "email", _("E-mail address")
    PHONE = "phone", _("Phone number")
    DELIVERY = "delivery", _("Delivery address details")
    BILLING = "billing", _("Billing details")
    INDUSTRY = "industry", _("Industry")
    COOKIES = "cookies", _("Website cookies")
    BUSINESS_ID = "business_id", _("Business id")
    RIGHTS = "rights", _("Consents, objections and requests")
    LOGS = "logs", _("Logs of use")


class Purpose(TextChoices):
    """Purposes of processing (notice, A.1; basis map C.2)."""

    RELATIONSHIP = "relationship", _("Customer relationship")
    ORDERS = "orders", _("Orders and invoicing")
    BOOKKEEPING = "bookkeeping", _("Bookkeeping")
    MARKETING = "marketing", _("Direct marketing")
    STATISTICS = "statistics", _("Statistics and development")
    RIGHTS = "rights", _("Rights of data subjects")
    SECURITY = "security", _("Security")


class RetentionRule(TextChoices):
    """Which clock ends storage; the periods are rows and parameters, not code."""

    NOTICE = "notice", _("15 years, or the relationship and 15 years")
    OWN_DATE = "own_date", _("15 years from its own date")
    VOUCHER = "voucher", _("Six years after the financial year's calendar year")
    RIGHTS = "rights", _("36 months after closing")
    LOGS = "logs", _("24 months")
    SHORT = "short", _("A technical lifetime of days")
    PROOF = "proof", _("As long as the proof is needed")


class OnErasure(TextChoices):
    """What erasing the person does to the datum."""

    DELETE_ROW = "delete_row", _("the row is deleted")
    BLANK = "blank", _("blanked")
    TOKEN = "token", _("replaced by an unlinkable token")
    KEEP_UNTIL_STATUTE = "keep", _("kept until the statutory period ends")


class Origin(TextChoices):
    """How we came to the datum (Art. 20: provided and observed are portable)."""

    PROVIDED = "provided", _("provided")
    OBSERVED = "observed", _("observed")
    DERIVED = "derived", _("derived")


class Obligation(TextChoices):
    """Why it must be given (P35, Art. 13(2)(e))."""

    CONTRACT = "contract", _("needed for the contract")
    LAW = "law", _("required by law")
    VOLUNTARY = "voluntary", _("voluntary")

    @property
    def consequence(self) -> Any:
        """What follows if it is not given, in words for the person (Art. 13(2)(e))."""
        return CONSEQUENCES[self]


CONSEQUENCES = {
    Obligation.CONTRACT: _(
        "Needed to make and keep a customer contract. Without it we cannot take an "
        "order or serve you or your company as a customer."
    ),
    Obligation.LAW: _(
        "The law obliges us to have it, for example on an invoice. Without it we cannot "
        "invoice, so no sale can be made."
    ),
    Obligation.VOLUNTARY: _(
        "You decide. Leaving it out has no consequences for your orders; we only cannot "
        "use what we do not know, such as an address to write to."
    ),
}
