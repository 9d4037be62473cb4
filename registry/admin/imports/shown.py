"""Rows of previews and reports in the words of the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from registry.imports.fields import label_of
from registry.imports.planning import PlannedRow
from registry.imports.problems import SENTENCES, Problem, sentence_of
from registry.imports.running import DryRun
from registry.models import ImportOutcome, ImportRow, ImportRun, Person, Staff

MATCHED_BY: Final = {
    "email": _("E-mail address"),
    "phone": _("Phone number and name"),
    "company_name": _("Company and name"),
    "business_id": _("Business id"),
}
CHANGES: Final = {
    "company": _("Company"),
    "position": _("Position"),
    "source": _("Source"),
}
ORDER: Final = (
    (ImportOutcome.CREATED, _("Will be created"), "good"),
    (ImportOutcome.UPDATED, _("Will be updated"), "accent"),
    (ImportOutcome.UNCHANGED, _("Unchanged"), ""),
    (ImportOutcome.REFUSED, _("Will be refused"), "bad"),
)


@dataclass(frozen=True)
class Shown:
    """One row of the preview."""

    number: int
    name: str
    points: list[str]
    company: str
    matched_by: Any = ""
    changes: list[str] = field(default_factory=list)
    differences: list[tuple[str, str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def preview_groups(dry: DryRun) -> list[dict[str, Any]]:
    """Created, updated, unchanged, refused: count and first rows of each."""
    return [
        {
            "key": outcome.value,
            "title": title,
            "tone": tone,
            "count": getattr(dry.counts, outcome.value),
            "rows": [_shown(plan) for plan in dry.samples.get(outcome.value, ())],
        }
        for outcome, title, tone in ORDER
    ]


def reasons_of(reasons: Mapping[str, int]) -> list[tuple[int, Any]]:
    """(how many, why), the most frequent first."""
    ordered = sorted(reasons.items(), key=lambda item: -item[1])
    return [(count, SENTENCES[code]) for code, count in ordered if code in SENTENCES]


def report_rows(run: ImportRun, show: str, user: Staff) -> QuerySet[ImportRow]:
    """Refused rows, or those whose values differ from the register's. Rows of
    persons whom the user may not see are left out."""
    rows = ImportRow.objects.filter(run=run).select_related("person", "company")
    if show == "differences":
        visible = Person.objects.visible_to(user)
        rows = rows.exclude(differences=[])
        rows = rows.filter(Q(person=None) | Q(person__in=visible))
    else:
        rows = rows.filter(outcome=ImportOutcome.REFUSED)
    return rows.order_by("number")


def shown_row(row: ImportRow) -> dict[str, Any]:
    """A stored row for the report: cells and reasons, or what differs."""
    cells = (row.raw or {}).get("cells", [])
    return {
        "number": row.number,
        "subject": row.person or row.company,
        "url": _url_of(row),
        "cells": " · ".join(cell for cell in cells if cell.strip())[:300],
        "problems": [sentence_of(Problem(*problem)) for problem in row.problems],
        "differences": labelled(row.differences),
    }


def _url_of(row: ImportRow) -> str:
    if row.person_id:
        return reverse("admin:registry_person_change", args=[row.person_id])
    if row.company_id:
        return reverse("admin:registry_company_change", args=[row.company_id])
    return ""


def labelled(differences: Iterable[Iterable[str]]) -> list[tuple[str, str, str]]:
    """(label of the field, what the register keeps, what the file said)."""
    return [(label_of(name), kept, said) for name, kept, said in differences]


def _shown(plan: PlannedRow) -> Shown:
    person, company = plan.row.person, plan.row.company
    name = f"{person.given_name} {person.family_name}".strip() if person else ""
    points = []
    if person:
        points = [email for email, _key in person.emails]
        points += [number for number, _type in person.phones]
    if not name and not company:
        points = [cell[:60] for cell in plan.row.cells if cell.strip()][:4]
    return Shown(
        number=plan.row.number,
        name=name,
        points=points,
        company=company.name if company else "",
        matched_by=MATCHED_BY.get(plan.matched_by, ""),
        changes=[str(CHANGES.get(c) or label_of(c)) for c in sorted(plan.changes)],
        differences=labelled(plan.differences),
        problems=[sentence_of(problem) for problem in plan.row.problems],
    )
