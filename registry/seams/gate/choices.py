"""Closed words of the gate."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Purpose(TextChoices):
    """What we want to do with the person."""

    RELATIONSHIP = "relationship", _("Care of the customer relationship")
    ORDERS = "orders", _("Orders and invoicing")
    SERVICE_MESSAGE = "service_message", _("Service message")
    MARKETING = "marketing", _("Direct marketing")
    SEGMENTS = "segments", _("Personalised content")
    STATISTICS = "statistics", _("Statistics")
    RIGHTS = "rights", _("Answer to a data subject request")


class Channel(TextChoices):
    """Through what."""

    NONE = "none", _("No contact")
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
    PHONE = "phone", _("Phone call")
    POST = "post", _("Post")
