"""Trials of a rule before it is switched on: dry runs and back-tests, numbers only."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.models import Staff

from .retention_rule import PeriodRule


class TrialKind(models.TextChoices):
    """What is asked: what is due today, or what would have gone in years past."""

    DRY_RUN = "dry_run", _("Dry run")
    BACK_TEST = "back_test", _("Back-test")


class RuleTrial(models.Model):
    """One trial of one version of a rule. Made in the background.

    ``result`` holds numbers by holding or by month, never a person; ``digest`` covers
    the rule and the numbers, so that switching on can be bound to what was seen.
    """

    rule = models.ForeignKey(PeriodRule, models.PROTECT, related_name="trials")
    kind = models.CharField(_("kind"), max_length=9, choices=TrialKind)
    as_of = models.DateField(_("as of"))
    years = models.PositiveSmallIntegerField(_("years"), default=0)
    result = models.JSONField(_("result"), default=dict)
    digest = models.CharField(_("digest"), max_length=64, blank=True)
    job_id = models.BigIntegerField(_("background work"), null=True)
    made_by = models.ForeignKey(
        Staff,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    created_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("trial of a rule")
        verbose_name_plural = _("trials of rules")
        default_permissions = ()
        indexes = [
            models.Index(fields=["rule", "kind", "-id"], name="trial_of_rule_newest")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.as_of:%Y-%m-%d}"
