"""A holding that came after a rule: for migrations, which bring it under the rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pgtrigger
from django.db.migrations import RunPython

FROZEN = "privacy.PeriodRule:facts_stay"


def cover(slug: str, *holdings: str) -> RunPython:
    """A step of a migration: every version of the rule covers these holdings too.

    The period, its reason and who decided it stay as they are: rows that did not exist
    when the rule was written cannot have been left out on purpose.
    """
    return RunPython(_widen(slug, holdings), RunPython.noop)


def _widen(slug: str, holdings: tuple[str, ...]) -> Callable[[Any, Any], None]:
    def widen(apps: Any, _editor: Any) -> None:
        rules = apps.get_model("privacy", "PeriodRule").objects.filter(slug=slug)
        with pgtrigger.ignore(FROZEN):
            for rule in rules:
                new = [key for key in holdings if key not in rule.covers]
                if new:
                    rule.covers = [*rule.covers, *new]
                    rule.save(update_fields=["covers"])

    return widen
