"""Carrying out access and portability: build the file, then tell the person."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from privacy.letters import send_letter
from privacy.models import AccessPackage, Case, LetterKind
from privacy.models.case_choices import CaseBlock, CaseOutcome, CaseState
from privacy.services.cases.links import issue_case_link
from privacy.services.cases.locking import save_case
from privacy.services.plan import live_plan
from registry.law.parameters import number
from registry.seams.audit import record
from registry.seams.jobs import crash_point

from .package import BuiltPackage, build_package


def execute_export(*, case_id: int) -> None:
    """Build the package outside any transaction, store its row and the letter in one.

    Killed in between, the file has no row and is swept; the next run builds anew.
    """
    case = Case.objects.get(pk=case_id)
    if case.state != CaseState.APPROVED:
        return
    built = build_package(case)
    crash_point("export.after_file")
    try:
        _finish(case_id, built)
    except BaseException:
        built.path.unlink(missing_ok=True)
        raise
    crash_point("export.after_commit")


@transaction.atomic
def _finish(case_id: int, built: BuiltPackage) -> None:
    case = Case.objects.select_for_update().get(pk=case_id)
    if case.state != CaseState.APPROVED:
        built.path.unlink(missing_ok=True)
        return
    if live_plan(case, on=timezone.localdate()).digest != case.plan_digest:
        built.path.unlink(missing_ok=True)
        _send_back(case)
        return
    now = timezone.now()
    package = AccessPackage.objects.create(
        case=case,
        file_name=built.path.name,
        size=built.size,
        sha256=built.sha256,
        rows=built.rows,
        expires_at=now + timedelta(days=number("access_link_days")),
    )
    case.state = CaseState.CLOSED
    case.outcome = CaseOutcome.GRANTED
    case.executed_at = now
    case.closed_at = now
    save_case(case)
    record(
        actor=None,
        action="case.exported",
        subjects=[("case", case.pk), ("person", case.person_id or 0)],
        fields=sorted(built.rows),
    )
    send_letter(
        case,
        LetterKind.PACKAGE,
        context={"link": issue_case_link(case), "expires_at": package.expires_at},
    )
    crash_point("export.before_commit")


def _send_back(case: Case) -> None:
    case.state = CaseState.OPEN
    case.block = CaseBlock.PLAN_CHANGED
    save_case(case)
