"""Carrying an approved case out, whatever its kind."""

from __future__ import annotations

from privacy.access.execute import execute_export
from privacy.erasure.execute import execute_erasure
from privacy.models import Case
from privacy.models.case_choices import EXPORT_KINDS, CaseKind


def execute_case(*, case_id: int) -> None:
    """Do what was approved. May be killed anywhere and run again."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        return
    if case.kind in EXPORT_KINDS:
        execute_export(case_id=case.pk)
    elif case.kind == CaseKind.ERASURE:
        execute_erasure(case_id=case.pk)
