"""Tokens that stand in for a person until she acts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SecretToken(models.Model):
    """The digest of a random secret. The secret itself exists only in the mail.

    256 random bits need no slow hash: SHA-256 cannot be walked back.
    """

    digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=40)
    subject_ref = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("secret token")
        verbose_name_plural = _("secret tokens")
        indexes = [models.Index(fields=["subject_type", "subject_ref"])]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"
