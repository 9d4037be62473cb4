"""The one question: may we do this with this person, for this, through that?

Privacy implements the protocol once and plugs it in; until then every answer is no.
``registry`` and ``contacts`` know only what stands here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db.models import QuerySet

from .choices import Channel, Purpose


@dataclass(frozen=True, kw_only=True)
class Decision:
    """An answer with its reason; a delivery stores these as columns.

    ``rule`` names the rule that decided, ``version`` the version of the whole list.
    """

    allowed: bool
    reason: str
    rule: str
    version: str


class Gate(Protocol):
    """What privacy offers to everybody else."""

    def decide(
        self, *, person_id: int, purpose: Purpose, channel: Channel, on: date
    ) -> Decision:
        """The answer for one person. Unknown person: no."""

    def permitted(
        self, persons: QuerySet[Any], *, purpose: Purpose, channel: Channel, on: date
    ) -> QuerySet[Any]:
        """The same answer for a queryset of persons, in SQL, from the same rules."""

    def screen(self, addresses: Collection[str]) -> set[str]:
        """Which of the e-mail addresses or E.164 numbers are on the suppression list."""

    def record_objection(self, *, person_id: int, actor: Any, **details: Any) -> None:
        """An objection (Art. 21), effective at once."""

    def record_consent(self, *, person_id: int, actor: Any, **details: Any) -> None:
        """A consent with its proof (Art. 7(1))."""

    def withdraw_consent(self, *, person_id: int, actor: Any, **details: Any) -> None:
        """A withdrawal, as easy as giving (Art. 7(3))."""

    def consents_of(self, *, person_id: int) -> Sequence[str]:
        """Slugs of what she consents to now."""

    def informed(self, *, person_id: int) -> bool:
        """Whether a notice (Art. 13, 14) has been delivered to her."""

    def record_notice(self, *, person_id: int, **details: Any) -> None:
        """A delivery of the notice in force."""

    def record_disclosure(self, *, person_id: int, **details: Any) -> None:
        """A disclosure to a recipient (Art. 15(1)(c), 19)."""
