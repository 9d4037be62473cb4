"""The suppression list: keyed digests of addresses that nothing may be sent to."""

from django.db import models
from django.db.models import Func, IntegerField
from django.db.models.functions import Now
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from registry.seams.gate import Purpose

from .objection import ObjectionScope


class OctetLength(Func):
    """Bytes in a binary column."""

    function = "octet_length"
    output_field = IntegerField()


class Suppression(models.Model):
    """One address or number, as HMAC-SHA256 (registry.digests); no name, no person.

    Outlives the person's erasure so that she stays forgotten when a partner's list
    brings her back (law sheet C.5). Rows of an older ``key_version`` stay until the
    addresses have been seen again under the new key.
    """

    class Kind(models.TextChoices):
        """What was digested."""

        EMAIL = "email", _("E-mail address")
        PHONE = "phone", _("Phone number")

    class Reason(models.TextChoices):
        """Why."""

        OBJECTION = "objection", _("Objection")
        WITHDRAWAL = "withdrawal", _("Consent withdrawn")
        ERASURE = "erasure", _("Asked to stay forgotten")
        COMPLAINT = "complaint", _("Marked as spam")

    digest = models.BinaryField(_("digest"), max_length=32)
    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    key_version = models.PositiveSmallIntegerField(_("key version"))
    purpose = models.CharField(
        _("purpose"), max_length=16, choices=Purpose, default=Purpose.MARKETING
    )
    scope = models.CharField(
        _("channel"),
        max_length=8,
        choices=ObjectionScope,
        blank=True,
        default=ObjectionScope.ALL,
    )
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    since = models.DateTimeField(_("since"), db_default=Now())

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "purpose", "scope"], name="suppression_once"
            ),
            models.CheckConstraint(
                condition=Exact(OctetLength("digest"), 32),
                name="suppression_digest_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.since:%Y-%m-%d}"
