"""The audit trail: who did what to whom, without a single value.

Both tables are partitioned by month and append-only by trigger (migration
``audit_tables``); expiry is the drop of a partition.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One act. ``actor_id`` is null for the system; ``role`` says in which role."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("at"))
    actor_id = models.BigIntegerField(_("actor"), null=True)
    role = models.CharField(_("role"), max_length=40, blank=True)
    action = models.CharField(_("action"), max_length=64)
    fields = models.JSONField(_("fields"), default=list)
    purpose = models.CharField(_("purpose"), max_length=64, blank=True)
    count = models.PositiveIntegerField(_("count"), default=0)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        managed = False
        db_table = "registry_audit_entry"

    def __str__(self) -> str:
        return f"{self.action} {self.at:%Y-%m-%d %H:%M}"


class AuditSubject(models.Model):
    """Whom or what an act concerned: kind and key, never a name."""

    id = models.BigAutoField(primary_key=True)
    entry_id = models.BigIntegerField()
    at = models.DateTimeField(_("at"))
    kind = models.CharField(max_length=24)
    subject_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("audit subject")
        verbose_name_plural = _("audit subjects")
        managed = False
        db_table = "registry_audit_subject"

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"
