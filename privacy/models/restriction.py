"""Restriction of processing (Art. 18)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from registry.models import Person
from registry.models.held import HoldPaths, day_of, stay_while_held
from registry.validators import validate_free_text

from .facts import LegalFact, facts_stay, goes_with_person

SHORTEST_NOTICE: Final = timedelta(days=3)
"""The floor under ``restriction_lift_notice_days``: a parameter may ask for more, the
database refuses less."""


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

    def of_whole_person(self) -> RestrictionQuerySet:
        """Of everything that is held about the person, not of named fields."""
        return self.filter(fields=[])


class Restriction(LegalFact):
    """While it stands, the person's data is stored and hardly anything else (18(2)).

    ``fields`` names what is restricted, as ``registry.models.restricted_field`` writes
    places; empty means the whole person. ``case_id`` is a plain number: the request that
    opened it, if any. Lifted only after the person has been told (18(3)).
    """

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="restrictions", verbose_name=_("person")
    )
    ground = models.CharField(_("ground"), max_length=6, choices=RestrictionGround)
    reason = models.TextField(
        _("reason"), max_length=2000, validators=[validate_free_text]
    )
    fields = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("restricted fields"),
        default=list,
        blank=True,
    )
    case_id = models.BigIntegerField(
        _("data subject request"), null=True, blank=True, editable=False
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
            ),
            models.Index(
                fields=["case_id"],
                condition=Q(case_id__isnull=False),
                name="restriction_of_case",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_at=None)
                | Q(
                    informed_before_lift_at__isnull=False,
                    informed_before_lift_at__lte=F("lifted_at") - SHORTEST_NOTICE,
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
                "fields",
                "case_id",
                "opened_at",
                closing=["lifted_at", "lifted_by_id", "informed_before_lift_at"],
                words=["reason", "lift_reason"],
            ),
            goes_with_person("lifted_at"),
            *stay_while_held(persons=["r.person_id"], day=day_of("r.opened_at")),
        ]

    def __str__(self) -> str:
        return str(self.get_ground_display())
