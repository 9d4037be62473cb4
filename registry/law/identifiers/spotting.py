"""Finding people in free text: her own traces by one expression, many others' names by
an index of stems."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from .inflection import ENDS, forms_pattern, stems_of

Span = tuple[int, int]

WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’:][^\W\d_]+)*")
BETWEEN: Final = re.compile(r"[.,]{0,2}\s{1,3}|\.")
PARTICLES: Final = frozenset({"von", "af", "de", "van", "der", "la", "le", "da"})
GAP: Final = r"[\s().\-–/]{0,3}"
_SHORTEST: Final = 2


def full_name_pattern(given: str, family: str) -> str:
    """Both names side by side, either way round, each in any form; of several given
    names the first or all, and an initial before the family name."""
    firsts = {given, *given.split()[:1]} - {""}
    first = "|".join(forms_pattern(name, given=True) for name in sorted(firsts))
    last = forms_pattern(family)
    initial = re.escape(given[:1].lower())
    return (
        rf"(?<!\w)(?:(?:(?:{first}),?\s{{1,3}}|{initial}\.\s{{0,2}}){last}"
        rf"|{last},?\s{{1,3}}(?:{first}))(?!\w)"
    )


def phone_pattern(e164: str) -> str:
    """The number in any notation: «+358 (0)40-123 9876», «040.1239876», «0401239876»."""
    digits = e164.removeprefix("+")
    if not digits.startswith("358"):
        return rf"(?<!\d)(?:\+|00)?{GAP.join(digits)}(?!\d)"
    national = GAP.join(digits[3:])
    abroad = rf"(?:(?:\+|00){GAP})?3{GAP}5{GAP}8{GAP}(?:\(0\){GAP}|0{GAP})?"
    return rf"(?<!\d)(?:{abroad}|\(?0{GAP})?{national}(?!\d)"


class NameFinder:
    """Finds the full names of many people, in any form; its cost does not grow with
    their number. Names are (given, family)."""

    def __init__(self, people: Iterable[tuple[str, str]]) -> None:
        self._given: dict[str, set[int]] = defaultdict(set)
        self._family: dict[str, set[int]] = defaultdict(set)
        for number, (given, family) in enumerate(people):
            self._add(number, given, family)

    def replace(self, text: str, by: Callable[[], str]) -> str:
        """The text with each name replaced."""
        done, last = [], 0
        for start, end in self.spans(text):
            done += [text[last:start], by()]
            last = end
        return "".join([*done, text[last:]])

    def spans(self, text: str) -> Iterator[Span]:
        """Where names stand, from left to right, none within another."""
        if not self._family:
            return
        words = list(WORD.finditer(text))
        at = 0
        while at < len(words) - 1:
            last = self._name_at(text, words, at)
            if last:
                yield words[at].start(), words[last].end()
                at = last
            at += 1

    def _add(self, number: int, given: str, family: str) -> None:
        for name in given.split():
            for stem in stems_of(name, given=True):
                self._given[stem].add(number)
        self._given[f"{given[:1].lower()}."].add(number)
        for stem in stems_of(family.split()[-1] if family.split() else ""):
            self._family[stem].add(number)

    def _name_at(self, text: str, words: list[re.Match[str]], at: int) -> int:
        """The last word of the name that begins at this word; 0 where none does."""
        given = self._initial(text, words[at]) | self._ids(words[at][0], self._given)
        family = self._ids(words[at][0], self._family)
        last = at
        while last + 1 < len(words) and (given or family):
            between = text[words[last].end() : words[last + 1].start()]
            if not BETWEEN.fullmatch(between):
                return 0
            last += 1
            word = words[last][0]
            if given & self._ids(word, self._family):
                return last
            if family & self._ids(word, self._given):
                return last
            if word.lower() in PARTICLES:
                continue
            given &= self._ids(word, self._given)
            family = set()
        return 0

    def _initial(self, text: str, word: re.Match[str]) -> set[int]:
        dotted = len(word[0]) == 1 and text[word.end() : word.end() + 1] == "."
        return self._given.get(f"{word[0].lower()}.", set()) if dotted else set()

    def _ids(self, word: str, names: dict[str, set[int]]) -> set[int]:
        lowered = word.lower()
        found: set[int] = set()
        for cut in range(len(lowered), _SHORTEST - 1, -1):
            ids = names.get(lowered[:cut])
            if ids and ENDS.fullmatch(lowered, cut):
                found |= ids
        return found
