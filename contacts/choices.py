"""Closed lists of dealings with people."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class InteractionKind(TextChoices):
    """What kind of contact it was."""

    NOTE = "note", _("Note")
    CALL = "call", _("Call")
    MEETING = "meeting", _("Meeting")
    EMAIL = "email", _("E-mail")
    FAIR = "fair", _("Trade fair")
    WEB_FORM = "web_form", _("Web form")
    LETTER = "letter", _("Letter")


class Direction(TextChoices):
    """Who turned to whom."""

    NONE = "none", _("Internal")
    IN = "in", _("From the customer")
    OUT = "out", _("From us")
