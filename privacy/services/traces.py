"""What a case's person is searched by."""

from __future__ import annotations

from dataclasses import replace

from privacy.models import Case
from registry.seams.personal_data import Traces
from registry.services.traces import traces_of


def traces_of_case(case: Case) -> Traces:
    """Her traces in the register, and the address she wrote from."""
    traces = traces_of([case.person_id] if case.person_id else [])
    extra = {case.email} if case.email else set()
    return replace(traces, words=tuple(sorted({*traces.words, *extra})))
