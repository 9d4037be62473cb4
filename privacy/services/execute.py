"""Carrying an approved case out, whatever its kind."""

from __future__ import annotations

from typing import Protocol

from privacy.models import Case


class Executor(Protocol):
    """Does what was approved; may be killed anywhere and run again."""

    def __call__(self, *, case_id: int) -> None: ...


_executors: dict[str, Executor] = {}


def register_executor(kind: str, executor: Executor) -> None:
    """Name what a worker calls after the decision (privacy/jobs.py). A kind that has
    none is closed with a letter in the transaction of its decision."""
    _executors[kind] = executor


def is_carried_out(kind: str) -> bool:
    """Whether approval starts a job."""
    return kind in _executors


def execute_case(*, case_id: int) -> None:
    """Do what was approved, once, however often it is called."""
    case = Case.objects.filter(pk=case_id).first()
    if case is not None and is_carried_out(case.kind):
        _executors[case.kind](case_id=case.pk)
