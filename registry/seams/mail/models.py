"""The one table of outgoing mail."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """Where a mail stands."""

    QUEUED = "queued", _("waiting")
    SENDING = "sending", _("being sent")
    ACCEPTED = "accepted", _("accepted by the mail server")
    FAILED = "failed", _("refused")
    EXPIRED = "expired", _("given up after seven days")


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    """Reads as phrases."""

    def due(self, now: datetime) -> Self:
        """To be sent now, mails of a sender that died in the act included."""
        return self.filter(blanked_at=None, next_attempt_at__lte=now)

    def untold(self) -> Self:
        """Settled, and the listeners do not know yet."""
        return self.filter(blanked_at__isnull=False, told_at=None).order_by("pk")


class OutgoingMail(models.Model):
    """A mail from queueing until it is settled; then address and words are blanked.

    `person_id` is a plain number: this package knows no other table.
    """

    to_address = models.CharField(_("to"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=255, blank=True)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(_("text with markup"), blank=True)
    headers = models.JSONField(_("headers"), default=dict)
    kind = models.CharField(_("kind"), max_length=60)
    language = models.CharField(_("language"), max_length=2)
    person_id = models.BigIntegerField(null=True, db_index=True)
    subject_type = models.CharField(max_length=40, blank=True)
    subject_ref = models.CharField(max_length=64, blank=True)
    state = models.CharField(
        max_length=10, choices=MailState.choices, default=MailState.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    queued_at = models.DateTimeField(_("queued"), default=timezone.now)
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    blanked_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(
        null=True, help_text=_("When the listeners were told how it ended.")
    )
    message_id = models.CharField(max_length=200, unique=True)
    error_code = models.CharField(max_length=40, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")
        indexes = [
            models.Index(fields=["subject_type", "subject_ref"]),
            models.Index(
                "next_attempt_at", "id", name="mail_due", condition=Q(blanked_at=None)
            ),
            models.Index(
                "id",
                name="mail_untold",
                condition=Q(blanked_at__isnull=False, told_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="mail_settled_is_blank",
                condition=Q(state__in=["queued", "sending"], blanked_at=None)
                | Q(
                    state__in=["accepted", "failed", "expired"],
                    blanked_at__isnull=False,
                    to_address="",
                    subject="",
                    text="",
                    html="",
                    headers={},
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
