"""Closed lists of the register, one word per concept (docs/glossary.md)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PersonKind(TextChoices):
    """What the person is to us (notice P02)."""

    PROSPECT = "prospect", _("Prospect")
    CUSTOMER = "customer", _("Customer")
    FORMER = "former", _("Former customer")
    SUPPLIER_CONTACT = "supplier_contact", _("Contact of a supplier")


class Language(TextChoices):
    """Languages in which we write to people."""

    FI = "fi", _("Finnish")
    SV = "sv", _("Swedish")
    EN = "en", _("English")


class PhoneType(TextChoices):
    """Number type of the numbering plan; premium numbers are refused."""

    MOBILE = "mobile", _("Mobile")
    FIXED = "fixed", _("Landline")
    FOREIGN = "foreign", _("Foreign")


class LegalForm(TextChoices):
    """Finnish legal forms; ``other`` for foreign and rare ones."""

    OY = "oy", _("Limited company (Oy)")
    OYJ = "oyj", _("Public limited company (Oyj)")
    KY = "ky", _("Limited partnership (Ky)")
    AY = "ay", _("General partnership (Ay)")
    TMI = "tmi", _("Sole trader (Tmi)")
    OSK = "osk", _("Co-operative (osk)")
    RY = "ry", _("Association (ry)")
    SR = "sr", _("Foundation (sr)")
    PUBLIC = "public", _("Public body")
    OTHER = "other", _("Other")


class AddressKind(TextChoices):
    """What the address is for."""

    POSTAL = "postal", _("Postal address")
    DELIVERY = "delivery", _("Delivery address")
    BILLING = "billing", _("Billing address")


class SourceKind(TextChoices):
    """From whom we have the data (notice P31, P32)."""

    SELF = "self", _("The person")
    PARTNER = "partner", _("A partner")


class Channel(TextChoices):
    """How data reached us: exactly the list of the notice (P33)."""

    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")
    MEETING = "meeting", _("Meeting")
    FAIR = "fair", _("Trade fair")
    EVENT = "event", _("Other event")
    WEB_FORM = "web_form", _("Web form")


class OrderStatus(TextChoices):
    """Life cycle of an order."""

    DRAFT = "draft", _("Draft")
    CONFIRMED = "confirmed", _("Confirmed")
    DELIVERED = "delivered", _("Delivered")
    INVOICED = "invoiced", _("Invoiced")
    CLOSED = "closed", _("Closed")
    ARCHIVED = "archived", _("Archived")
    CANCELLED = "cancelled", _("Cancelled")


class EventKind(TextChoices):
    """Events that show, begin or end a business relationship (law sheet C.15)."""

    ORDER = "order", _("Order")
    DELIVERY = "delivery", _("Delivery")
    INVOICE = "invoice", _("Invoice")
    PAYMENT = "payment", _("Payment")
    COMPLAINT = "complaint", _("Complaint")
    OFFER_ACCEPTED = "offer_accepted", _("Offer accepted")
    CONTACT_BY_CUSTOMER = "contact_by_customer", _("Contact started by the customer")
    AGREED_END = "agreed_end", _("Agreed end of the relationship")
    DISSOLVED = "dissolved", _("Company dissolved")


class EndedBy(TextChoices):
    """What ended a relationship, or will where nothing more happens."""

    LEFT = "left", _("Left the company")
    AGREED = "agreed", _("Agreed end of the relationship")
    DISSOLVED = "dissolved", _("Company dissolved")
    SILENCE = "silence", _("No events for a long time")


class EndReason(TextChoices):
    """Why a relationship is said to have ended: a closed list, no words of anybody's."""

    MUTUAL = "mutual_agreement", _("Agreed together")
    CUSTOMER = "notice_by_customer", _("The customer gave notice")
    OURS = "notice_by_us", _("We gave notice")
    CEASED = "business_ceased", _("The business has ceased")


ENDING_EVENTS = (EventKind.AGREED_END, EventKind.DISSOLVED)
QUALIFYING_EVENTS = tuple(kind for kind in EventKind if kind not in ENDING_EVENTS)
