"""What free text says of other people is not given out (Art. 15(4))."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from registry.law.identifiers.phone import parse_phone
from registry.law.identifiers.spotting import NameFinder
from registry.models import Person, Position
from registry.seams.personal_data import Holding, Traces, registry_of_holdings
from registry.seams.personal_data.rows import rows_of

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<![\w-])\(?(?:\+|00?)[1-9][\d \-–.()/]{5,20}\d(?![\w-])")
TRUNK = re.compile(r"\(0\)")
UNSPELT = re.compile(r"[^\d+]")
MOST_NAMES = 5_000


@dataclass(slots=True)
class Withholder:
    """Replaces others' addresses, numbers and names; counts what it took out."""

    finder: NameFinder
    numbers: frozenset[str] = frozenset()
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
        return self.finder.replace(text, self._other)

    def _email(self, match: re.Match[str]) -> str:
        ours = match[0].lower().rpartition("@")[2] == _own_domain()
        return match[0] if ours or match[0].lower() in self.own else self._other()

    def _phone(self, match: re.Match[str]) -> str:
        digits = UNSPELT.sub("", TRUNK.sub("", match[0]))
        parsed = parse_phone(digits)
        if parsed.e164 is None or parsed.e164 in self.numbers:
            return match[0]
        return self._other()

    def _other(self) -> str:
        self.counts[self._place] += 1
        return _("[another person's data withheld]")


def withholder_for(person_id: int, traces: Traces) -> Withholder:
    """Knows the names of the people around her, in any form, and what is her own."""
    hers = {(given.lower(), family.lower()) for given, family in traces.people}
    others = [
        (given, family)
        for given, family in _people_around(person_id, traces)
        if (given.lower(), family.lower()) not in hers
    ]
    return Withholder(
        finder=NameFinder(others),
        numbers=frozenset(traces.phones),
        own=frozenset(word.lower() for word in traces.words),
    )


def _people_around(person_id: int, traces: Traces) -> list[tuple[str, str]]:
    """Colleagues of hers, and those who took part in what she took part in."""
    colleagues = Position.objects.filter(company__in=traces.company_ids)
    keys = set(colleagues.values_list("person_id", flat=True)[:MOST_NAMES])
    for holding in registry_of_holdings:
        if holding.shared and "history_of" not in holding.extra:
            rows = rows_of(holding, [person_id]).order_by()
            beside = rows.values_list(holding.person_lookup, flat=True)
            keys |= set(beside.distinct()[:MOST_NAMES])
    named = Person.objects.filter(pk__in=keys - {person_id})
    found = named.exclude(given_name="").exclude(family_name="")
    return list(found.values_list("given_name", "family_name"))


def _own_domain() -> str:
    return str(settings.CONTROLLER["email"]).lower().rpartition("@")[2]
