"""Requests that we send to ourselves, to know that the mailbox is read (P46)."""

from __future__ import annotations

import hashlib

from django.db import models
from django.utils.translation import gettext_lazy as _


def digest_of_token(token: str) -> str:
    """What is kept of a canary's token."""
    return hashlib.sha256(token.encode()).hexdigest()


class CanaryMail(models.Model):
    """One test mail: when it left, when it came back, and whether it was understood.

    Append-only but for its return, which is written once."""

    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    mail_id = models.BigIntegerField()
    sent_at = models.DateTimeField(_("sent"))
    returned_at = models.DateTimeField(_("came back"), null=True, blank=True)
    understood = models.BooleanField(_("recognised as a request"), default=False)

    class Meta:
        verbose_name = _("test of the mailbox")
        verbose_name_plural = _("tests of the mailbox")
        indexes = [
            models.Index(fields=["-sent_at"], name="canary_newest"),
            models.Index(fields=["-returned_at"], name="canary_returned"),
        ]

    def __str__(self) -> str:
        return f"{self.sent_at:%Y-%m-%d}"
