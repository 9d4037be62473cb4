"""E-mail addresses and phone numbers of persons."""

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Reverse
from django.utils.translation import gettext_lazy as _

from registry.choices import PhoneType

from .held import HoldPaths, stay_while_held
from .history import track_history
from .person import Person
from .restricted_rows import restricted_rows_stay
from .showing import Maskable


class SuppressibleModel(models.Model):
    """A contact point that carries the digest the suppression list is screened by.

    ``suppression_digest`` is HMAC-SHA256 under SUPPRESSION_KEY, computed in Python
    (registry.digests); the key never enters SQL. ``digest_key_version`` names the key.
    """

    is_primary = models.BooleanField(_("primary"), default=False)
    suppression_digest = models.BinaryField(
        _("digest for the suppression list"), max_length=32, editable=False
    )
    digest_key_version = models.PositiveSmallIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)

    class Meta:
        abstract = True


@track_history
class PersonEmail(Maskable, SuppressibleModel):
    """An e-mail address; never one made up from a name pattern (P21)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="emails")
    address = models.EmailField(_("e-mail address"))
    normalised = models.CharField(
        _("address as compared"), max_length=254, editable=False
    )
    verified_at = models.DateTimeField(_("verified"), null=True, editable=False)

    hold_paths = HoldPaths(identity=("person",))
    masked_columns = ("address", "normalised")

    class Meta:
        verbose_name = _("e-mail address")
        verbose_name_plural = _("e-mail addresses")
        indexes = [
            models.Index(fields=["normalised"], name="email_normalised"),
            models.Index(
                OpClass("normalised", name="varchar_pattern_ops"), name="email_prefix"
            ),
            models.Index(fields=["suppression_digest"], name="email_digest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "normalised"], name="email_once_a_person"
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(is_primary=True),
                name="email_one_primary_a_person",
            ),
        ]
        triggers = [
            *restricted_rows_stay("address", "normalised", "is_primary"),
            *stay_while_held(identity=["r.person_id"], links=["person_id"]),
        ]

    def __str__(self) -> str:
        return self.address


@track_history
class PersonPhone(Maskable, SuppressibleModel):
    """A phone number in E.164 form (P22)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="phones")
    e164 = models.CharField(_("phone number"), max_length=16)
    number_type = models.CharField(
        _("number type"), max_length=8, choices=PhoneType, editable=False
    )

    hold_paths = HoldPaths(identity=("person",))
    masked_columns = ("e164",)

    class Meta:
        verbose_name = _("phone number")
        verbose_name_plural = _("phone numbers")
        indexes = [
            models.Index(fields=["e164"], name="phone_e164"),
            models.Index(
                OpClass(Reverse("e164"), name="text_pattern_ops"), name="phone_suffix"
            ),
            models.Index(fields=["suppression_digest"], name="phone_digest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "e164"], name="phone_once_a_person"
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(is_primary=True),
                name="phone_one_primary_a_person",
            ),
            models.CheckConstraint(
                condition=Q(e164__regex=r"^\+[1-9][0-9]{4,14}$"), name="phone_is_e164"
            ),
        ]
        triggers = [
            *restricted_rows_stay("e164", "number_type", "is_primary"),
            *stay_while_held(identity=["r.person_id"], links=["person_id"]),
        ]

    def __str__(self) -> str:
        return self.e164
