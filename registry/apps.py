"""The registry app: who they are, what they bought, and the seams."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    """See docs/architecture.md for what stands here."""

    name = "registry"
    verbose_name = _("Register")
