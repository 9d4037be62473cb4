"""Rules of retention: versioned rows that nobody overwrites (GDPR 5(1)(e), 5(2))."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.models import Staff
from registry.seams.personal_data import Purpose
from registry.validators import validate_free_text

from .facts import LegalFact, facts_stay
from .rule_choices import TITLES, Anchor, Approval, PeriodRuleState, RuleAction

CAP_MONTHS = 180
"""The floor under the parameter ``notice_retention_years``: the promise in months."""

STEPS = {
    PeriodRuleState.PROPOSAL: "'in_force', 'waiting', 'superseded', 'withdrawn'",
    PeriodRuleState.WAITING: "'in_force', 'withdrawn'",
    PeriodRuleState.IN_FORCE: "'superseded', 'off'",
}
FORWARD = " ".join(
    f"OR OLD.state = '{state.value}' AND NEW.state IN ({following})"
    for state, following in STEPS.items()
)
DECIDED = "valid_from, {0}.decided_by_id, {0}.dry_run_digest"
ENDED = "ended_on, {0}.ended_by_id, {0}.end_reason"


def _changed(columns: str) -> str:
    old, new = columns.format("OLD"), columns.format("NEW")
    return f"ROW(OLD.{old}) IS DISTINCT FROM ROW(NEW.{new})"


GOES_FORWARD = f"""
    IF NOT (NEW.state = OLD.state {FORWARD})
       OR OLD.valid_from IS NOT NULL AND {_changed(DECIDED)}
       OR OLD.ended_on IS NOT NULL AND {_changed(ENDED)}
       OR NEW.state = OLD.state AND ({_changed(DECIDED)} OR {_changed(ENDED)}) THEN
        RAISE EXCEPTION 'a rule of retention only goes forward'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'legal_fact_stays';
    END IF;
    RETURN NEW;
"""


class PeriodRuleQuerySet(models.QuerySet["PeriodRule"]):
    """Reads as phrases."""

    def in_force(self) -> PeriodRuleQuerySet:
        """What retention follows today; one version a rule."""
        return self.filter(state=PeriodRuleState.IN_FORCE)

    def proposals(self) -> PeriodRuleQuerySet:
        """Offered, not followed."""
        return self.filter(state=PeriodRuleState.PROPOSAL)

    def waiting(self) -> PeriodRuleQuerySet:
        """Weaker than what is in force: a second person and a day are needed."""
        return self.filter(state=PeriodRuleState.WAITING)

    def of_rule(self, slug: str) -> PeriodRuleQuerySet:
        """All versions of one rule, the newest first."""
        return self.filter(slug=slug).order_by("-version")


class PeriodRule(LegalFact):
    """One version of one rule: what it covers, from when, how long, why.

    ``months`` are counted from ``anchor``; data may exist on the last day and goes the
    day after. ``purpose`` empty: whatever the data is held for (the notice's cap).
    ``recorded_by`` null: shipped with the product.
    """

    slug = models.SlugField(_("short name"), max_length=40)
    version = models.PositiveIntegerField(_("version"), default=1)
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("replaces"),
    )
    name = models.CharField(
        _("name"), max_length=120, blank=True, validators=[validate_free_text]
    )
    covers = ArrayField(models.CharField(max_length=60), verbose_name=_("covers"))
    purpose = models.CharField(_("purpose"), max_length=16, choices=Purpose, blank=True)
    anchor = models.CharField(_("counted from"), max_length=20, choices=Anchor)
    months = models.PositiveIntegerField(_("months"))
    action = models.CharField(
        _("what happens"), max_length=6, choices=RuleAction, default=RuleAction.DELETE
    )
    basis = models.CharField(
        _("legal basis"), max_length=300, validators=[validate_free_text]
    )
    statute = models.BooleanField(_("a statute sets the period"), default=False)
    reason = models.TextField(
        _("reason"), max_length=2000, validators=[validate_free_text]
    )
    approval = models.CharField(
        _("approval"), max_length=9, choices=Approval, default=Approval.AUTOMATIC
    )
    two_above = models.PositiveIntegerField(
        _("two persons above"), null=True, blank=True
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=PeriodRuleState,
        default=PeriodRuleState.PROPOSAL,
    )
    valid_from = models.DateField(_("valid from"), null=True, editable=False)
    decided_by = models.ForeignKey(
        Staff,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("switched on by"),
    )
    dry_run_digest = models.CharField(
        _("digest of the dry run"), max_length=64, blank=True, editable=False
    )
    ended_on = models.DateField(_("ended on"), null=True, editable=False)
    ended_by = models.ForeignKey(
        Staff,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("ended by"),
    )
    end_reason = models.TextField(
        _("why it ended"), blank=True, editable=False, validators=[validate_free_text]
    )

    objects = PeriodRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule of retention")
        verbose_name_plural = _("rules of retention")
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="rule_version"),
            *[
                models.UniqueConstraint(
                    fields=["slug"],
                    condition=Q(state=state),
                    name=f"rule_one_{state.value}",
                )
                for state in STEPS
            ],
            models.CheckConstraint(
                condition=Q(reason__regex=r"\S"),
                name="rule_has_a_reason",
                violation_error_message=_("Write why the period is needed."),
            ),
            models.CheckConstraint(
                condition=Q(basis__regex=r"\S"),
                name="rule_has_a_basis",
                violation_error_message=_("Name the article or act."),
            ),
            models.CheckConstraint(
                condition=Q(months__gte=1),
                name="rule_has_a_period",
                violation_error_message=_("A period is at least one month."),
            ),
            models.CheckConstraint(
                condition=Q(months__lte=CAP_MONTHS) | Q(statute=True),
                name="rule_keeps_the_promise",
                violation_error_message=_(
                    "The notice promises 15 years at most; longer only where a "
                    "statute says so."
                ),
            ),
            models.CheckConstraint(
                condition=Q(
                    two_above__isnull=False,
                    two_above__gte=1,
                    approval=Approval.TWO_ABOVE,
                )
                | Q(two_above=None) & ~Q(approval=Approval.TWO_ABOVE),
                name="rule_two_above_a_number",
                violation_error_message=_("Say above how many persons."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=False)
                | ~Q(state__in=[PeriodRuleState.IN_FORCE, PeriodRuleState.OFF]),
                name="rule_in_force_from_a_day",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None)
                | Q(end_reason__regex=r"\S") & ~Q(state=PeriodRuleState.IN_FORCE),
                name="rule_ended_with_reason",
            ),
        ]
        triggers = [
            facts_stay(
                "slug",
                "version",
                "replaces_id",
                "name",
                "covers",
                "purpose",
                "anchor",
                "months",
                "action",
                "basis",
                "statute",
                "reason",
                "approval",
                "two_above",
            ),
            pgtrigger.Trigger(
                name="goes_forward",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func=GOES_FORWARD,
            ),
            pgtrigger.Protect(name="rules_stay", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"

    @property
    def author(self) -> Staff | None:
        """Who wrote this version; None: shipped with the product."""
        return self.recorded_by

    @property
    def written_by(self) -> Any:
        """The author as people call her; shipped rules name the product."""
        author = self.author
        return (
            (author.get_full_name() or author)
            if author
            else _("Shipped with the product")
        )

    @property
    def title(self) -> Any:
        """What people call the rule."""
        return self.name or TITLES.get(self.slug, self.slug)
