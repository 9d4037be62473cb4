"""The contacts app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactsConfig(AppConfig):
    """See docs/architecture.md for what stands here."""

    name = "contacts"
    verbose_name = _("Dealings")
