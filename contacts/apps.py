"""The contacts app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from registry.seams import dealings


class ContactsConfig(AppConfig):
    """See docs/architecture.md for what stands here."""

    name = "contacts"
    verbose_name = _("Dealings")

    def ready(self) -> None:
        """Take mail of known people down as contacts."""
        dealings.plug(import_module("contacts.services.mail").log_mail)
