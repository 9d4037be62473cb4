"""The proof of an erasure: counts and reasons, no personal data."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .case import Case


class CertificateState(models.TextChoices):
    """Final once the closing letter is settled and a second search finds nothing."""

    PENDING = "pending", _("Waiting for the closing letter")
    FINAL = "final", _("Final")
    RESIDUE = "residue", _("Something was found again")


class Certificate(models.Model):
    """A signed document (registry.seams.signing).

    ``sealed_traces`` is what the second search looks for, encrypted under a key that
    is not in the database; blanked the moment the certificate is final.
    """

    case = models.OneToOneField(
        Case, models.PROTECT, related_name="certificate", verbose_name=_("case")
    )
    state = models.CharField(
        _("state"),
        max_length=7,
        choices=CertificateState,
        default=CertificateState.PENDING,
    )
    document = models.JSONField(_("document"))
    sealed_traces = models.BinaryField(default=bytes, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    finalised_at = models.DateTimeField(_("final since"), null=True)

    class Meta:
        verbose_name = _("certificate of erasure")
        verbose_name_plural = _("certificates of erasure")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="final")
                | models.Q(sealed_traces=b"", finalised_at__isnull=False),
                name="certificate_final_keeps_no_traces",
            )
        ]

    def __str__(self) -> str:
        return str(self.case_id)
