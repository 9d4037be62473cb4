"""What a search answers with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

HitKind = Literal["person", "company", "order"]

WHY: dict[str, Any] = {
    "reference": _("Reference"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "business_id": _("Business id"),
    "number": _("Order number"),
    "name": _("Name"),
}
RANK = {"reference": 0, "business_id": 0, "number": 0, "email": 1, "phone": 1}
NAME_RANK = 10


@dataclass(frozen=True, kw_only=True)
class Match:
    """A row that one source found, and why."""

    kind: HitKind
    pk: int
    why: str
    rank: int

    @property
    def key(self) -> tuple[str, int]:
        """What is the same thing."""
        return self.kind, self.pk


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One line of the answer. ``detail`` is what tells namesakes apart."""

    kind: HitKind
    pk: int
    title: str
    detail: str
    why: str
    url: str
    badge: str = ""

    @property
    def why_words(self) -> str:
        """The reason in words."""
        return str(WHY[self.why])
