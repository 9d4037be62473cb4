"""The gate before anything is plugged in: no."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from .choices import Channel, Purpose
from .protocol import Decision


class GateUnplugged(Exception):
    """Something was to be recorded while no gate was plugged in: nothing is lost
    silently, the caller's transaction fails."""


class ClosedGate:
    """Deny by default; never pretends to have recorded anything."""

    def decide(
        self, *, person_id: int, purpose: Purpose, channel: Channel, on: date
    ) -> Decision:
        """No."""
        return Decision(allowed=False, reason="no_gate", rule="unplugged", version="0")

    def permitted(
        self, persons: QuerySet[Any], *, purpose: Purpose, channel: Channel, on: date
    ) -> QuerySet[Any]:
        """Nobody."""
        return persons.none()

    def screen(self, addresses: Collection[str]) -> set[str]:
        """All of them: what cannot be screened is not let in."""
        return set(addresses)

    def record_objection(self, *, person_id: int, actor: Any, **details: Any) -> None:
        """Refuses."""
        raise GateUnplugged

    record_consent = record_objection
    withdraw_consent = record_objection

    def consents_of(self, *, person_id: int) -> Sequence[str]:
        """None."""
        return ()

    def informed(self, *, person_id: int) -> bool:
        """Not known to be."""
        return False

    def record_notice(self, *, person_id: int, **details: Any) -> None:
        """Refuses."""
        raise GateUnplugged

    record_disclosure = record_notice
