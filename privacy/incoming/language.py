"""In which of the three languages a mail is written, so that its answer is too."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

COMMON: Final[dict[str, frozenset[str]]] = {
    "fi": frozenset(
        [
            "ja",
            "on",
            "ei",
            "en",
            "että",
            "te",
            "teillä",
            "minä",
            "minun",
            "minua",
            "minusta",
            "hei",
            "terve",
            "kiitos",
            "pyydän",
            "haluan",
            "tietoni",
            "tietojani",
            "tietoja",
            "tiedot",
            "mitä",
            "voisitteko",
            "ystävällisin",
            "terveisin",
            "lopeta",
            "lopettakaa",
            "peru",
            "poistakaa",
            "poista",
            "olen",
            "sekä",
            "kun",
            "jos",
        ]
    ),
    "sv": frozenset(
        [
            "och",
            "är",
            "jag",
            "inte",
            "mig",
            "mina",
            "min",
            "hej",
            "tack",
            "att",
            "ni",
            "er",
            "det",
            "som",
            "vill",
            "med",
            "hälsningar",
            "vänliga",
            "uppgifter",
            "vilka",
            "om",
            "mitt",
            "för",
            "har",
            "av",
            "avsluta",
            "sluta",
            "ta",
            "bort",
            "snälla",
        ]
    ),
    "en": frozenset(
        [
            "the",
            "and",
            "my",
            "you",
            "i",
            "me",
            "please",
            "dear",
            "your",
            "is",
            "are",
            "not",
            "to",
            "of",
            "data",
            "what",
            "hello",
            "hi",
            "thanks",
            "regards",
            "want",
            "would",
            "have",
            "stop",
            "unsubscribe",
            "about",
            "information",
        ]
    ),
}


def language_of(text: str) -> str:
    """``fi``, ``sv`` or ``en`` by its commonest words; Finnish where nothing tells."""
    words = Counter(re.findall(r"[a-zåäöé]+", text[:4000].casefold()))
    scores = {
        language: sum(words[word] for word in common)
        for language, common in COMMON.items()
    }
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] > scores["fi"] else "fi"
