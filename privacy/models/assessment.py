"""What was decided of an objection on own grounds, one activity a row (Art. 21(1))."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.models import Staff
from registry.validators import validate_free_text

from .activity import Activity, BalancingTest
from .facts import facts_stay
from .objection import Objection

GOES_WITH_OBJECTION = """
    IF EXISTS (SELECT 1 FROM privacy_objection o WHERE o.id = OLD.objection_id) THEN
        RAISE EXCEPTION 'an assessment stays with its objection'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'legal_fact_stays';
    END IF;
    RETURN NULL;
"""


class AssessmentDecision(models.TextChoices):
    """What becomes of one activity."""

    UPHELD = "upheld", _("Stops")
    OVERRIDDEN = "overridden", _("Goes on: overriding grounds")


class OverridingGround(models.TextChoices):
    """What may override (Art. 21(1)). A legitimate interest, a commercial one above
    all, is none by itself (P48): it is what the objection is against."""

    NONE = "", _("None")
    CLAIMS = "claims", _("Legal claims – GDPR Art. 21(1), 17(3)(e)")
    SECURITY = "security", _("Security of people, systems or data")
    ABUSE = "abuse", _("Prevention of fraud or abuse")
    OTHERS = "others", _("Rights and freedoms of other people")


class ObjectionAssessment(models.Model):
    """One activity weighed against one objection; appended, never changed.

    ``decided_by`` is null where the deadline decided: then it is always upheld.
    """

    objection = models.ForeignKey(
        Objection,
        models.CASCADE,
        related_name="assessments",
        verbose_name=_("objection"),
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="+", verbose_name=_("activity")
    )
    balancing_test = models.ForeignKey(
        BalancingTest,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assessments",
        verbose_name=_("balancing test"),
    )
    decision = models.CharField(
        _("decision"), max_length=10, choices=AssessmentDecision
    )
    ground = models.CharField(
        _("overriding ground"),
        max_length=8,
        choices=OverridingGround,
        blank=True,
        default=OverridingGround.NONE,
    )
    grounds = models.TextField(
        _("grounds in words"),
        max_length=2000,
        blank=True,
        validators=[validate_free_text],
    )
    decided_by = models.ForeignKey(
        Staff,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"))

    class Meta:
        verbose_name = _("assessment of an objection")
        verbose_name_plural = _("assessments of objections")
        constraints = [
            models.UniqueConstraint(
                fields=["objection", "activity"], name="objection_assessed_once"
            ),
            models.CheckConstraint(
                condition=Q(decision=AssessmentDecision.UPHELD, ground="")
                | Q(
                    decision=AssessmentDecision.OVERRIDDEN,
                    ground__in=[g for g in OverridingGround.values if g],
                    balancing_test__isnull=False,
                    decided_by__isnull=False,
                )
                & ~Q(grounds=""),
                name="assessment_overrides_with_grounds",
                violation_error_message=_(
                    "Overriding needs a balancing test, a ground and its words."
                ),
            ),
        ]
        triggers = [
            facts_stay(
                "objection_id",
                "activity_id",
                "balancing_test_id",
                "decision",
                "ground",
                "decided_by_id",
                "decided_at",
                words=["grounds"],
                base=("id",),
            ),
            pgtrigger.Trigger(
                name="goes_with_objection",
                operation=pgtrigger.Delete,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func=GOES_WITH_OBJECTION,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.get_decision_display()}"
