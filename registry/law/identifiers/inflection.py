"""Names as they stand in Finnish, Swedish and English sentences: «Virtasen»,
«Kanarialinnulle», «Lahdesta», «Anderssons».

An inflected name is a stem and an ending. Stems come from the rules of Finnish
inflection (gradation, -nen, -i → -e, -as → -aa-), endings are one closed list for all
stems: too generous for a grammar, right for finding a person in another's note, where
given and family name must stand side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile
from typing import Final

VOWELS: Final = frozenset("aeiouyåäöéüø")

_CASES: Final = (
    r"n|t|s|a|ä|ta|tä|tta|ttä|na|nä|ksi|ssa|ssä|sta|stä|lla|llä|lta|ltä|lle|"
    r"[aeiouyäöåé]n|h[aeiouyäöåé]n|seen|siin|ten|den|jen|ien|iden|ia|iä|ja|jä|"
    r"ni|si|nsa|nsä|mme|nne"
)
_CLITICS: Final = "kin|kaan|kään|han|hän|ko|kö|pa|pä|kohan|köhän"
ENDING: Final = rf"(?:['’:]?(?:{_CASES})|['’])?(?:{_CLITICS})?"
"""What may follow a stem; foreign names take it after an apostrophe or a colon."""
ENDS: Final = re.compile(ENDING)

WEAKER: Final = {
    "kk": ("k",), "pp": ("p",), "tt": ("t",), "nk": ("ng",), "nt": ("nn",),
    "mp": ("mm",), "lt": ("ll",), "rt": ("rr",), "ht": ("hd",), "lk": ("l", "lj"),
    "rk": ("r", "rj"), "hk": ("h", "hj"), "lp": ("lv",), "rp": ("rv",),
}  # fmt: skip
_QUANTITY: Final = frozenset({"kk", "pp", "tt"})
_ALONE: Final = {"k": ("", "v", "'", "’", "j"), "p": ("v",), "t": ("d",)}
_STRONGER: Final = {
    "ng": "nk", "nn": "nt", "mm": "mp", "ll": "lt", "rr": "rt", "hd": "ht", "d": "t",
    "v": "p", "k": "kk", "p": "pp", "t": "tt", "r": "rk", "l": "lk",
}  # fmt: skip


@lru_cache(maxsize=20_000)
def stems_of(name: str, *, given: bool = False) -> frozenset[str]:
    """Lower-case stems of the name, itself among them; of a double or compound name
    the last part is inflected.

    given: a given name keeps its i and its single k, p, t (Marin, Mikan, Outin)."""
    lowered = " ".join(name.lower().split())
    cut = max(lowered.rfind("-"), lowered.rfind(" ")) + 1
    head, last = lowered[:cut], lowered[cut:]
    stems = _given_stems(last) if given else _family_stems(last)
    return frozenset(head + stem for stem in (last, *stems) if len(stem) > 1)


def common_start(name: str, *, given: bool = False) -> str:
    """What all forms of the name begin with: the part to search by."""
    stems = sorted(stems_of(name, given=given))
    first, last = stems[0], stems[-1]
    same = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return "".join(letter for letter, _same in same)


def forms_pattern(name: str, *, given: bool = False) -> str:
    """A regular expression for the name in any form, without boundaries."""
    stems = sorted(stems_of(name, given=given), key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, stems))}){ENDING}"


def is_form_of(word: str, name: str, *, given: bool = False) -> bool:
    """Whether the word is the name in some form."""
    pattern = forms_pattern(name, given=given)
    return re.fullmatch(pattern, word.lower()) is not None


def _given_stems(word: str) -> Iterator[str]:
    if word[-1:] in VOWELS:
        body, vowel = word[:-1], word[-1]
        yield from (weak + vowel for weak in _weakened(body, quantity=True))
    else:
        yield from _after_consonant(word)


def _family_stems(word: str) -> Iterator[str]:
    if word.endswith("nen") and len(word) > 4:
        yield from (word[:-3] + tail for tail in ("se", "s", "si"))
    if word[-1:] not in VOWELS:
        yield from _after_consonant(word)
        return
    body, vowel = word[:-1], word[-1]
    weak = list(_weakened(body))
    yield from (grade + vowel for grade in weak)
    if vowel == "i":
        yield from _with_e(body, weak)
    if vowel == "e":
        yield word + "e"
        yield from (grade + "ee" for grade in _strengthened(body))


def _with_e(body: str, weak: list[str]) -> Iterator[str]:
    """Järvi → Järve-, Lahti → Lahde-, Uusi → Uude-/Uut-, Niemi → Nien-, Saari → Saar-."""
    yield from (grade + "e" for grade in (body, *weak))
    if body.endswith("s"):
        yield from (body[:-1] + tail for tail in ("de", "te", "t"))
    if body.endswith("m"):
        yield body[:-1] + "n"
    if body.endswith(("r", "l", "n")):
        yield body


def _after_consonant(word: str) -> Iterator[str]:
    """Andersson → Anderssoni-, Joutsen → Joutsene-, Kangas → Kankaa-, Markus →
    Markukse-, Mies → Miehe-, Manner → Mantere-."""
    yield from (word + "i", word + "e")
    if word.endswith("ies"):
        yield word[:-1] + "he"
    if word.endswith("s") and word[-2:-1] in VOWELS:
        yield word[:-1] + "kse"
        vowel = word[-2]
        yield from (
            grade + vowel * 2 for grade in (word[:-2], *_strengthened(word[:-2]))
        )
    elif word[-2:-1] in VOWELS:
        yield from (grade + word[-2:] + "e" for grade in _strengthened(word[:-2]))


def _weakened(body: str, *, quantity: bool = False) -> Iterator[str]:
    """The weak grades of what stands before the last vowel."""
    pair = body[-2:]
    if pair in WEAKER and (not quantity or pair in _QUANTITY):
        yield from (body[:-2] + weak for weak in WEAKER[pair])
    elif not quantity and body[-1:] in _ALONE and body[-2:-1] in VOWELS:
        yield from (body[:-1] + weak for weak in _ALONE[body[-1]])


def _strengthened(body: str) -> Iterator[str]:
    """The strong grades: Kang- → Kank-, Mann- → Mant-, Lum- stays."""
    for weak, strong in _STRONGER.items():
        if body.endswith(weak):
            yield body[: -len(weak)] + strong
    if body[-1:] in VOWELS:
        yield body + "k"
