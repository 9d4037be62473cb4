"""One case, one hand: the row is locked and its version checked before a change."""

from __future__ import annotations

from collections.abc import Collection

from privacy.exceptions import CaseChanged, CaseStateError
from privacy.models import Case


def lock_case(
    *, case_id: int, states: Collection[str], expected_version: int | None = None
) -> Case:
    """The case, locked until the transaction ends.

    CaseChanged where the version is not the one its reader saw; CaseStateError where
    the state is none of ``states``.
    """
    case = Case.objects.select_for_update().get(pk=case_id)
    if expected_version is not None and case.version != expected_version:
        raise CaseChanged
    if case.state not in states:
        raise CaseStateError
    return case


def save_case(case: Case) -> None:
    """Store the locked case under the next version."""
    case.version += 1
    case.save()
