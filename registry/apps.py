"""The registry app: who they are, what they bought, and the seams."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    """Lower than every other app of the house; see docs/architecture.md."""

    name = "registry"
    verbose_name = _("Register")

    def ready(self) -> None:
        """Collect what all apps declare: the map, then panels, import columns,
        words, sources of monthly figures, and who corrects what.

        ``autodiscover_modules`` imports ``holdings`` of every installed app; after
        that the map is sealed and a late declaration is an error.
        """
        from registry.seams.personal_data import (  # noqa: PLC0415  # needs loaded apps
            checks,  # noqa: F401  # registers a check; needs loaded apps
            registry_of_holdings,
        )

        autodiscover_modules(
            "holdings", "panels", "words", "figures", "automated", "correctors"
        )
        registry_of_holdings.seal()
