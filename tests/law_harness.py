"""Judges one law vector: delivered, pending, or a kind nobody knows."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.law_adapters import ADAPTERS, Adapter, as_json

_HERE: Final = Path(__file__).parent
_ASKED_OF: Final = frozenset({"not_public_holidays"})


class Case(NamedTuple):
    """One vector: what goes in, what must come out."""

    id: str
    kind: str
    input: Mapping[str, Any]
    expected: Mapping[str, Any]


def load_cases() -> list[Case]:
    """The file that LAW_VECTORS names, else the project's copy."""
    path = Path(os.environ.get("LAW_VECTORS") or _HERE / "law_vectors.json")
    cases = json.loads(path.read_text(encoding="utf-8"))["cases"]
    return [Case(c["id"], c["kind"], c["input"], c["expected"]) for c in cases]


def load_pending() -> dict[str, str]:
    """Kinds not yet delivered, each with the issue that brings it."""
    lines = (_HERE / "law_pending.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("  issue ") for line in lines if line and line[0] != "#"]
    return {kind.strip(): issue.strip() for kind, issue in rows}


def _same(key: str, wanted: Any, got: Any) -> bool:
    if key in _ASKED_OF:
        return set(wanted) <= set(got)
    return bool(wanted == got)


def differences(case: Case, adapter: Adapter) -> list[str]:
    """Every key whose answer differs from the expected one; empty if none does."""
    answer = {key: as_json(value) for key, value in adapter(case.input).items()}
    return [
        f"{key}: expected {wanted!r}, got {answer.get(key, 'no such key')!r}"
        for key, wanted in case.expected.items()
        if key not in answer or not _same(key, wanted, answer[key])
    ]


def fails(case: Case, adapter: Adapter) -> bool:
    """A pending kind may also raise."""
    try:
        return bool(differences(case, adapter))
    except (KeyError, TypeError, ValueError, AssertionError):
        return True


def complaint_about(
    case: Case,
    pending: Mapping[str, str],
    adapters: Mapping[str, Adapter] = ADAPTERS,
) -> str | None:
    """Why this case fails the build, or None. A pending case may only fail."""
    adapter = adapters.get(case.kind)
    if case.kind in pending:
        if adapter is None or fails(case, adapter):
            return None
        return f"{case.kind} passes: take it off tests/law_pending.txt"
    if adapter is None:
        return f"{case.kind} is neither delivered nor pending"
    return "; ".join(differences(case, adapter)) or None
