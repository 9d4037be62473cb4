"""Chosen lines of a run are put on hold: first shown, then with a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from privacy.exceptions import PrivacyError
from privacy.models import LineState, RetentionLine, RetentionRun
from privacy.retention.approving import hold_back
from privacy.retention.streams import PERSONS
from registry.desk.staff_of import staff_of
from registry.validators import validate_free_text

from .case_pages import demand
from .retention_lines import dress, lines_url

MOST = 200


class HoldBackForm(forms.Form):
    """Why these rows must not be erased yet."""

    reason = forms.CharField(
        label=gettext_lazy("Why must this be kept?"),
        help_text=gettext_lazy(
            "For example the matter and who deals with it. The reason is kept with "
            "the hold; the hold is reviewed within twelve months."
        ),
        max_length=2000,
        validators=[validate_free_text],
        widget=forms.Textarea(attrs={"class": "k-input", "rows": 4}),
    )


def hold_page(request: HttpRequest, key: int, frame: dict[str, Any]) -> HttpResponse:
    """What is chosen, and a reason; then the holds are placed, all or none."""
    demand(request, "privacy.add_legalhold")
    run = get_object_or_404(RetentionRun, pk=key)
    lines = _chosen(request, run)
    if not lines:
        messages.error(request, _("Choose at least one row that is still to go."))
        return redirect(lines_url(run))
    form = HoldBackForm(request.POST if "reason" in request.POST else None)
    if form.is_valid():
        try:
            _hold_all(request, lines, form.cleaned_data["reason"])
        except PrivacyError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _said(len(lines)))
            return redirect(lines_url(run))
    dress(lines)
    context = {**frame, "run": run, "lines": lines, "form": form}
    return TemplateResponse(
        request,
        "privacy/desk/retention_hold.html",
        context,
        status=422 if form.errors else 200,
    )


def _chosen(request: HttpRequest, run: RetentionRun) -> list[RetentionLine]:
    keys = [int(k) for k in request.POST.getlist("line") if k.isdecimal()][:MOST]
    found = RetentionLine.objects.filter(run=run, pk__in=keys, state=LineState.OPEN)
    return list(found.order_by("pk"))


@transaction.atomic
def _hold_all(request: HttpRequest, lines: list[RetentionLine], reason: str) -> None:
    for line in sorted(lines, key=lambda line: line.holding != PERSONS):
        line.refresh_from_db(fields=["state"])
        if line.state != LineState.OPEN:
            continue  # held with its person a moment ago
        hold_back(line=line, actor=staff_of(request), reason=reason)


def _said(count: int) -> str:
    return ngettext(
        "%(count)s row is on hold and stays.",
        "%(count)s rows are on hold and stay.",
        count,
    ) % {"count": count}
