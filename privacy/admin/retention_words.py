"""Rules and addresses in the words of the screens."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from privacy.models import PeriodRule
from privacy.models.rule_choices import TITLES
from privacy.retention.streams import PERSONS
from privacy.services.preview import label_of


def rule_titles(slugs: Iterable[str]) -> dict[str, str]:
    """What people call these rules. One query where a rule is not a shipped one."""
    slugs = set(slugs)
    titles = {slug: str(TITLES.get(slug, slug)) for slug in slugs}
    if own := slugs - set(TITLES):
        found = PeriodRule.objects.filter(slug__in=own).order_by("version")
        titles |= {rule.slug: str(rule.title) for rule in found}
    return titles


def data_label(holding: str) -> str:
    """What a number of these rows is a number of."""
    return str(_("Persons")) if holding == PERSONS else label_of(holding)


def why_url(holding: str, row_pk: int) -> str:
    """The page that explains why the row is still here."""
    try:
        if holding == PERSONS:
            return reverse("admin:why_person", args=[row_pk])
        return reverse("admin:why_row", args=[holding, row_pk])
    except NoReverseMatch:
        return ""
