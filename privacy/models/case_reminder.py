"""That the officers were reminded of a request: once a step before its last day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .case import Case


class CaseReminder(models.Model):
    """One step: days before the last lawful day; 0 says that it has passed."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="reminders")
    legal_due = models.DateField(_("last lawful day"))
    days_before = models.PositiveSmallIntegerField(_("days before"))
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)

    class Meta:
        verbose_name = _("reminder of a request")
        verbose_name_plural = _("reminders of requests")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "legal_due", "days_before"], name="case_reminded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.legal_due} -{self.days_before}"
