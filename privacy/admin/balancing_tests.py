"""Versions of a balancing test: the next one, what changed, what was decided."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from privacy.models import AssessmentDecision, BalancingTest
from privacy.notice.difference import differences_between

WORDS = ("purpose", "necessity", "balance", "safeguards")
TAGS = {"same": "{}", "added": "<ins>{}</ins>", "removed": "<del>{}</del>"}
A_YEAR = timedelta(days=365)


def next_version_of(activity: str) -> dict[str, Any]:
    """What the form of a new version is filled in with; the review is a year ahead."""
    today = timezone.localdate()
    found: dict[str, Any] = {"valid_from": today, "review_by": today + A_YEAR}
    if not activity.isdecimal():
        return {**found, "version": 1}
    tests = BalancingTest.objects.filter(activity=int(activity))
    last = tests.order_by("version").last()
    found |= {"activity": activity, "version": last.version + 1 if last else 1}
    if last:
        found |= {name: getattr(last, name) for name in (*WORDS, "result")}
    return found


def decided_against(test: BalancingTest) -> str:
    """How objections were decided against this version."""
    decisions = list(test.assessments.values_list("decision", flat=True))
    if not decisions:
        return _("none yet")
    return _("%(upheld)s upheld, %(overridden)s overridden") % {
        "upheld": decisions.count(AssessmentDecision.UPHELD),
        "overridden": decisions.count(AssessmentDecision.OVERRIDDEN),
    }


def changes_of(test: BalancingTest) -> SafeString | str:
    """The four tests with what changed since the version before."""
    older = BalancingTest.objects.filter(
        activity=test.activity_id, version__lt=test.version
    )
    before = older.order_by("version").last()
    if before is None:
        return _("This is the first version.")
    changed = [n for n in WORDS if getattr(before, n) != getattr(test, n)]
    if not changed:
        return _("The words are the same.")
    return format_html_join(
        "",
        "<p><b>{}</b><br>{}</p>",
        (
            (
                BalancingTest._meta.get_field(name).verbose_name,  # type: ignore[union-attr]  # a column
                _marked(getattr(before, name), getattr(test, name)),
            )
            for name in changed
        ),
    )


def _marked(old: str, new: str) -> SafeString:
    pieces = differences_between(old, new)
    return format_html_join(
        "", "{}", ((format_html(TAGS[p.kind], p.text),) for p in pieces)
    )
