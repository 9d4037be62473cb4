"""The table of job kinds. Apps register; a kind belongs to one function."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from .exceptions import JobError

if TYPE_CHECKING:
    from .context import JobContext

JobFunction = Callable[["JobContext"], None]
_kinds: dict[str, JobFunction] = {}


def register_job(kind: str) -> Callable[[JobFunction], JobFunction]:
    """Decorate the function that does jobs of this kind. It may be run again
    after a kill, with the same payload, and must reach the same end.
    """

    def register(function: JobFunction) -> JobFunction:
        if kind in _kinds:
            raise JobError("kind-taken", f"job kind registered twice: {kind}")
        _kinds[kind] = function
        return function

    return register


def function_of(kind: str) -> JobFunction:
    """The function of a kind; JobError `unknown-kind` where there is none."""
    try:
        return _kinds[kind]
    except KeyError:
        raise JobError("unknown-kind") from None


def job_kinds() -> list[str]:
    """Every kind that is registered."""
    return sorted(_kinds)


def forget_job_kind(kind: str) -> None:
    """For tests that registered one."""
    _kinds.pop(kind, None)
