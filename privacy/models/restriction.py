"""Restriction of processing (Art. 18)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from registry.models import Person
from registry.models.held import HoldPaths, day_of, stay_while_held
from registry.validators import validate_free_text

from .facts import LegalFact, facts_stay, goes_with_person


class RestrictionGround(models.TextChoices):
    """The four grounds of Art. 18(1)."""

    ACCURACY = "18_1_a", _("(a) Accuracy contested, being verified")
    UNLAWFUL = "18_1_b", _("(b) Unlawful, but the person wants no erasure")
    CLAIMS = "18_1_c", _("(c) Kept only for the person's own legal claims")
    OBJECTION = "18_1_d", _("(d) Objection being decided")


class RestrictionQuerySet(models.QuerySet["Restriction"]):
    """Reads as phrases."""

    def in_force(self) -> RestrictionQuerySet:
        """Not lifted."""
        return self.filter(lifted_at=None)


class Restriction(LegalFact):
    """While it stands, the person's data is stored and hardly anything else (18(2)).

    Lifted only after the person has been told (18(3)).
    """

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="restrictions", verbose_name=_("person")
    )
    ground = models.CharField(_("ground"), max_length=6, choices=RestrictionGround)
    reason = models.TextField(
        _("reason"), max_length=2000, validators=[validate_free_text]
    )
    opened_at = models.DateTimeField(_("from"), db_default=Now())
    informed_before_lift_at = models.DateTimeField(
        _("person told of the lifting"), null=True, editable=False
    )
    lifted_at = models.DateTimeField(_("lifted"), null=True, editable=False)
    lifted_by = models.ForeignKey(
        "registry.Staff",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("lifted by"),
    )
    lift_reason = models.TextField(
        _("reason of lifting"), blank=True, validators=[validate_free_text]
    )

    objects = RestrictionQuerySet.as_manager()

    hold_paths = HoldPaths(persons=("person",), day="opened_at")

    class Meta:
        verbose_name = _("restriction")
        verbose_name_plural = _("restrictions")
        indexes = [
            models.Index(
                fields=["person"],
                condition=Q(lifted_at=None),
                name="restriction_in_force",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_at=None)
                | Q(
                    informed_before_lift_at__isnull=False,
                    informed_before_lift_at__lt=F("lifted_at"),
                    lifted_by__isnull=False,
                )
                & ~Q(lift_reason=""),
                name="restriction_lifted_after_telling",
            ),
        ]
        triggers = [
            facts_stay(
                "person_id",
                "ground",
                "opened_at",
                closing=["lifted_at", "lifted_by_id", "informed_before_lift_at"],
                words=["reason", "lift_reason"],
            ),
            goes_with_person("lifted_at"),
            *stay_while_held(persons=["r.person_id"], day=day_of("r.opened_at")),
        ]

    def __str__(self) -> str:
        return str(self.get_ground_display())
