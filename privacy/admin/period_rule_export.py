"""All versions of the rules as a table, for the file of a supervisory visit."""

from __future__ import annotations

import csv

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from privacy.models import PeriodRule
from registry.desk.staff_of import staff_of
from registry.seams.audit import record


def export_rules(request: HttpRequest) -> HttpResponse:
    """CSV with a byte-order mark, so that spreadsheets read it as UTF-8."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="retention-rules.csv"'
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    writer.writerow(_heads())
    for rule in PeriodRule.objects.order_by("slug", "version"):
        writer.writerow(_cells(rule))
    record(actor=staff_of(request), action="rule.exported")
    return response


def _heads() -> list[str]:
    return [
        _("Rule"),
        _("Version"),
        _("State"),
        _("Months"),
        _("Counted from"),
        _("What happens"),
        _("Legal basis"),
        _("Statute"),
        _("Approval"),
        _("Valid from"),
        _("Ended on"),
        _("Reason"),
        _("Data it covers"),
    ]


def _cells(rule: PeriodRule) -> list[object]:
    return [
        rule.title,
        rule.version,
        rule.get_state_display(),
        rule.months,
        rule.get_anchor_display(),
        rule.get_action_display(),
        rule.basis,
        _("yes") if rule.statute else _("no"),
        rule.get_approval_display(),
        rule.valid_from or "",
        rule.ended_on or "",
        " ".join(rule.reason.split()),
        " ".join(rule.covers),
    ]
