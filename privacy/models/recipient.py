"""Recipients of personal data, and what was disclosed to them (Art. 15(1)(c), 28)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from registry.models import Person
from registry.models.held import HoldPaths, day_of, stay_while_held
from registry.seams.gate import Purpose
from registry.seams.personal_data import Category

from .facts import LegalFact, facts_stay, goes_with_person

EEA = frozenset(
    {
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI",
        "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU",
        "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
    }
)  # fmt: skip


class RecipientRole(models.TextChoices):
    """What the recipient is to us."""

    PROCESSOR = "processor", _("Processor (Art. 28)")
    AUTHORITY = "authority", _("Authority")
    CONTROLLER = "controller", _("Controller of its own")


class RecipientQuerySet(models.QuerySet["Recipient"]):
    """Reads as phrases."""

    def active(self) -> RecipientQuerySet:
        """Still receiving."""
        return self.filter(ended_on=None)

    def outside_eea(self) -> RecipientQuerySet:
        """Active, and in a country that the notice's «no transfers» excludes (P39)."""
        return self.active().exclude(country__in=EEA)

    def without_contract(self) -> RecipientQuerySet:
        """Active processors that lack the contract or forbid no use of their own."""
        return self.active().filter(
            Q(contract_on=None) | Q(own_use_forbidden=False),
            role=RecipientRole.PROCESSOR,
        )


class Recipient(models.Model):
    """An organisation that gets personal data from us, by name."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    role = models.CharField(
        _("role"),
        max_length=10,
        choices=RecipientRole,
        default=RecipientRole.PROCESSOR,
    )
    service = models.CharField(_("service"), max_length=200)
    country = models.CharField(
        _("country"), max_length=2, default="FI", help_text=_("ISO code, e.g. FI.")
    )
    contract_on = models.DateField(_("contract signed on"), null=True, blank=True)
    own_use_forbidden = models.BooleanField(
        _("use for its own purposes forbidden"), default=False
    )
    categories = ArrayField(
        models.CharField(max_length=16, choices=Category),
        verbose_name=_("categories of data"),
        default=list,
        blank=True,
    )
    privacy_email = models.EmailField(
        _("e-mail address for notices"),
        blank=True,
        help_text=_("Told there of rectification, erasure, restriction (Art. 19)."),
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        constraints = [
            models.CheckConstraint(
                condition=Q(country__regex=r"^[A-Z]{2}$"), name="recipient_country_iso"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Disclosure(LegalFact):
    """What was given to whom about one person, when, and on what ground."""

    recipient = models.ForeignKey(
        Recipient,
        models.PROTECT,
        related_name="disclosures",
        verbose_name=_("recipient"),
    )
    person = models.ForeignKey(
        Person, models.CASCADE, related_name="disclosures", verbose_name=_("person")
    )
    at = models.DateTimeField(_("at"), db_default=Now())
    categories = ArrayField(
        models.CharField(max_length=16, choices=Category),
        verbose_name=_("categories of data"),
        default=list,
    )
    purpose = models.CharField(_("purpose"), max_length=16, choices=Purpose)
    ground = models.CharField(_("ground"), max_length=200)

    hold_paths = HoldPaths(persons=("person",), day="at")

    class Meta:
        verbose_name = _("disclosure")
        verbose_name_plural = _("disclosures")
        indexes = [models.Index(fields=["person", "-at"], name="disclosure_of_person")]
        triggers = [
            facts_stay(
                "recipient_id", "person_id", "at", "categories", "purpose", "ground"
            ),
            goes_with_person("at"),
            *stay_while_held(persons=["r.person_id"], day=day_of("r.at")),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} {self.at:%Y-%m-%d}"
