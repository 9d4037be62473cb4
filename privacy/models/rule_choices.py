"""Closed words of the rules of retention."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Anchor(TextChoices):
    """The event that a period is counted from (law sheet C.15)."""

    COLLECTION = "collection", _("the day the data was first collected")
    RELATIONSHIP_END = "relationship_end", _("the end of the relationship")
    LAST_TAKING_PART = "last_taking_part", _("the last contact the person took part in")
    OWN_DATE = "own_date", _("the row's own date")
    ORDER_CLOSED = "order_closed", _("the day the order was closed")
    FINANCIAL_YEAR = (
        "financial_year",
        _("the end of the calendar year in which the financial year ended"),
    )
    CASE_CLOSED = "case_closed", _("the day the matter was closed")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("the withdrawal of the consent")
    LOGGED = "logged", _("the day the entry was written")


class RuleAction(TextChoices):
    """What becomes of a row the day after its last day."""

    DELETE = "delete", _("deleted")
    BLANK = "blank", _("blanked")
    TOKEN = "token", _("the person is replaced by an unlinkable token")


class PeriodRuleState(TextChoices):
    """A version's life: proposal → (waiting) → in force → superseded or off."""

    PROPOSAL = "proposal", _("Proposal")
    WAITING = "waiting", _("Waiting for a second person")
    IN_FORCE = "in_force", _("In force")
    SUPERSEDED = "superseded", _("Replaced by a newer version")
    OFF = "off", _("Switched off")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Approval(TextChoices):
    """Who approves what the rule makes due, before it is carried out."""

    AUTOMATIC = "automatic", _("Automatic, every night")
    ONE = "one", _("One person approves")
    TWO_ABOVE = "two_above", _("Two persons approve above a number")


TITLES = {
    "person_collection": _("Persons without a customer relationship"),
    "person_relationship": _("Persons after the customer relationship"),
    "note_own_date": _("Notes, contacts and follow-ups by their own date"),
    "voucher": _("Vouchers of bookkeeping"),
    "case_closed": _("Closed requests, restrictions and holds"),
    "consent_withdrawn": _("Consents after withdrawal"),
    "view_log": _("Log of use"),
    "prospect_profile": _("Marketing profile of prospects"),
    "contact_note": _("Notes and contacts, shorter period"),
    "order_contact": _("The person named in a closed order"),
    "delivery_address": _("Delivery address after the last order"),
}
"""What the shipped rules are called; other rules carry a name of their own."""
