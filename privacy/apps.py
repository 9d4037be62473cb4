"""The privacy app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from registry.seams import gate, opening


class PrivacyConfig(AppConfig):
    """See docs/architecture.md for what stands here."""

    name = "privacy"
    verbose_name = _("Privacy")

    def ready(self) -> None:
        """Plug the gate and the door in, and make the kinds of jobs and the mail's listeners known
        to every process."""
        gate.plug(import_module("privacy.gate").PrivacyGate())
        opening.plug(import_module("privacy.restore.door").JournalDoor())
        import_module("privacy.jobs")
        import_module("privacy.services.period_rules")
        import_module("privacy.services.holds")
        import_module("privacy.recipients.parts")
        import_module("privacy.objecting.parts")
        import_module("privacy.rectification.parts")
