"""Rules of retention as the tests want them, without the ceremony of switching on."""

from __future__ import annotations

from typing import Any

from django.forms.models import model_to_dict
from django.utils import timezone

from privacy.models import PeriodRule
from privacy.services.project_periods import project_periods
from registry.services.clocks import recompute_clocks


def switched_on(slug: str) -> PeriodRule:
    """A shipped proposal, in force from today."""
    PeriodRule.objects.filter(slug=slug, state="proposal").update(
        state="in_force", valid_from=timezone.localdate()
    )
    return _clocked(PeriodRule.objects.get(slug=slug, state="in_force"))


def changed(slug: str, **values: Any) -> PeriodRule:
    """The rule in force, replaced by a version with other values."""
    today = timezone.localdate()
    old = PeriodRule.objects.get(slug=slug, state="in_force")
    words = model_to_dict(old, exclude=["id", "replaces", "state", "version"])
    PeriodRule.objects.filter(pk=old.pk).update(
        state="superseded", ended_on=today, end_reason="testi"
    )
    kept = {
        name: words[name]
        for name in [
            "slug",
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
        ]
    }
    new = PeriodRule.objects.create(
        **{**kept, **values},
        version=old.version + 1,
        state="in_force",
        valid_from=today,
    )
    return _clocked(new)


def switched_off(slug: str) -> None:
    """The rule is followed no more."""
    PeriodRule.objects.filter(slug=slug, state="in_force").update(
        state="off", ended_on=timezone.localdate(), end_reason="testi"
    )


def _clocked(rule: PeriodRule) -> PeriodRule:
    project_periods()
    recompute_clocks()
    return rule
