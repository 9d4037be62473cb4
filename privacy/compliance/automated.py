"""The list of rules that decide anything about people (Art. 22)."""

from __future__ import annotations

import csv
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from registry.seams.automated import (
    AutomaticRule,
    Effect,
    automatic_rules,
    undeclared,
)

VIEW = "privacy.view_activity"


def automated_page(request: HttpRequest, frame: dict[str, Any]) -> HttpResponse:
    """Searched by words, narrowed by effect; ``?format=csv`` is the same as a file."""
    if not request.user.has_perm(VIEW):
        raise PermissionDenied
    words, effect = request.GET.get("q", "").strip(), request.GET.get("effect", "")
    rules = [r for r in automatic_rules() if _is_sought(r, words, effect)]
    if request.GET.get("format") == "csv":
        return _file(rules)
    context = {
        **frame,
        "title": "",
        "plain_title": True,
        "rules": rules,
        "words": words,
        "effect": effect,
        "effects": Effect.choices,
        "undeclared": undeclared(),
        "significant": sum(r.effect == Effect.SIGNIFICANT for r in automatic_rules()),
    }
    return render(request, "privacy/desk/automated_rules.html", context)


def _is_sought(rule: AutomaticRule, words: str, effect: str) -> bool:
    text = f"{rule.name} {rule.decides} {rule.human} {rule.basis}".casefold()
    return words.casefold() in text and effect in ("", rule.effect)


def _file(rules: list[AutomaticRule]) -> HttpResponse:
    """CSV with a byte-order mark, so that spreadsheets read it as UTF-8."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="automatic-rules.csv"'
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    writer.writerow(
        [
            _("Rule"),
            _("What it decides"),
            _("Effect on the person"),
            _("Human's part"),
            _("Where it is set"),
            _("Legal basis"),
        ]
    )
    for r in rules:
        effect = Effect(r.effect).label
        writer.writerow([r.name, r.decides, effect, r.human, r.switch, r.basis])
    return response
