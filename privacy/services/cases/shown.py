"""What follows by itself once a person has shown who she is."""

from __future__ import annotations

from collections.abc import Callable

from privacy.models import Case

Listener = Callable[[Case], None]
_listeners: list[Listener] = []


def on_identity_shown(listener: Listener) -> None:
    """Call it with every locked case whose person has just shown who she is, in that
    transaction; it may be called again for the same case."""
    _listeners.append(listener)


def tell_identity_shown(case: Case) -> None:
    """Nothing happens while the person or her proof is missing."""
    if case.person_id is None or case.identity_shown_at is None:
        return
    for listener in _listeners:
        listener(case)
