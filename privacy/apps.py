"""The privacy app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    """See docs/architecture.md for what stands here."""

    name = "privacy"
    verbose_name = _("Privacy")
