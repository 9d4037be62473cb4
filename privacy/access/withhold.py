"""What free text says of other people is not given out (Art. 15(4))."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from registry.law.identifiers.phone import parse_phone
from registry.models import Person
from registry.seams.personal_data import Holding, Traces

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<![\w-])(?:\+|00?)[1-9][\d \-]{5,17}\d(?![\w-])")
MOST_NAMES = 5_000


@dataclass(slots=True)
class Withholder:
    """Replaces others' addresses, numbers and names; counts what it took out."""

    traces: Traces
    names: re.Pattern[str]
    own: frozenset[str] = field(default_factory=frozenset)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(holding, field) → places left out."""
    _place: tuple[str, str] = ("", "")

    @property
    def count(self) -> int:
        """Places left out in all."""
        return self.counts.total()

    def clean_row(self, holding: Holding, row: dict[str, Any]) -> dict[str, Any]:
        """The row with its speaking fields cleaned; changes it."""
        for name in holding.speaking_fields():
            if isinstance(row.get(name), str):
                self._place = (holding.key, name)
                row[name] = self.clean(row[name])
        return row

    def quietly(self, text: str) -> str:
        """As ``clean``, for words that are shown a second time and counted once."""
        counted = self.counts.copy()
        cleaned = self.clean(text)
        self.counts = counted
        return cleaned

    def clean(self, text: str) -> str:
        """The text without other people's data."""
        text = EMAIL.sub(self._email, text)
        text = PHONE.sub(self._phone, text)
        return self.names.sub(self._other, text)

    def _email(self, match: re.Match[str]) -> str:
        ours = match[0].lower().rpartition("@")[2] == _own_domain()
        return match[0] if ours or match[0].lower() in self.own else self._other(match)

    def _phone(self, match: re.Match[str]) -> str:
        parsed = parse_phone(match[0])
        if parsed.e164 is None or parsed.e164 in self.own:
            return match[0]
        return self._other(match)

    def _other(self, _match: re.Match[str]) -> str:
        self.counts[self._place] += 1
        return _("[another person's data withheld]")


def withholder_for(person_id: int, traces: Traces) -> Withholder:
    """Knows the names of the people of her companies, and what is her own."""
    own_names = {name.lower() for name in traces.names}
    names = [n for n in _colleagues(person_id, traces) if n.lower() not in own_names]
    pattern = "|".join(rf"\b{re.escape(n)}\b" for n in sorted(names, key=len)[::-1])
    return Withholder(
        traces=traces,
        names=re.compile(pattern or r"(?!)", re.IGNORECASE),
        own=frozenset(word.lower() for word in traces.words),
    )


def _colleagues(person_id: int, traces: Traces) -> list[str]:
    others = (
        Person.objects.filter(positions__company__in=traces.company_ids)
        .exclude(pk=person_id)
        .exclude(given_name="")
        .exclude(family_name="")
        .distinct()[:MOST_NAMES]
    )
    return [
        name
        for other in others
        for name in (
            f"{other.given_name} {other.family_name}",
            f"{other.family_name} {other.given_name}",
        )
    ]


def _own_domain() -> str:
    return str(settings.CONTROLLER["email"]).lower().rpartition("@")[2]
