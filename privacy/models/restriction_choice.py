"""What the officer means to restrict, before the decision binds it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.validators import validate_free_text

from .case import Case
from .facts import facts_stay, goes_with_case
from .restriction import RestrictionGround


class RestrictionChoice(models.Model):
    """Ground, fields and reason for a request of restriction. Chosen anew it is a new
    row: the newest counts, and the plan's digest binds it."""

    case = models.ForeignKey(
        Case, models.CASCADE, related_name="restriction_choices", verbose_name=_("case")
    )
    ground = models.CharField(_("ground"), max_length=6, choices=RestrictionGround)
    fields = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("restricted fields"),
        default=list,
        blank=True,
    )
    reason = models.TextField(
        _("reason"), max_length=2000, validators=[validate_free_text]
    )
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("chosen by"),
    )
    chosen_at = models.DateTimeField(_("chosen"))

    class Meta:
        verbose_name = _("choice of what is restricted")
        verbose_name_plural = _("choices of what is restricted")
        constraints = [
            models.CheckConstraint(
                condition=Q(ground__in=RestrictionGround.values),
                name="restriction_choice_ground",
            )
        ]
        triggers = [
            facts_stay(
                "case_id",
                "ground",
                "fields",
                "chosen_by_id",
                "chosen_at",
                blankable=["reason"],
                base=("id",),
            ),
            goes_with_case(),
        ]

    def __str__(self) -> str:
        return str(self.get_ground_display())
