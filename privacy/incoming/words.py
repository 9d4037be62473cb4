"""By which words a mail uses a right, in three languages.

Read sentence by sentence. No form of words is demanded of anybody: what is not
recognised here goes to a human, never away.
"""

from __future__ import annotations

import re
from typing import Final

from privacy.models.case_choices import CaseKind

MINE: Final = (
    r"(?:tieto(?:ni|jani|jeni|ihini|ista\w*)|tiedo(?:t|istani)|henkilötie\w+|minut\b|minua"
    r"|itseni|itseäni|asiakastie\w+|profiili\w*|tili\w*ni|kaik(?:ki|en) minu\w+)"
)
MINA: Final = r"(?:mig\b|min[ae]?\b|mitt\b|personuppgift\w*|uppgift\w* om mig)"
MY: Final = r"(?:\bme\b|\bmy\b|\bmine\b|about me|personal (?:data|information))"

STOP_LETTERS: Final = re.compile(
    r"(?:markkinoin|mainos|mainont|mainoks|uutiskir|uutiskirj|tarjouspost|postituslist|postituslista"
    r"|sähköpostilist|jakelulist|kampanjavies)\w*"
    r"|marknadsför\w*|reklam\w*|nyhetsbrev\w*|utskick\w*|mejllist\w*|e-postlist\w*|sändlist\w*"
    r"|marketing|newsletters?|mailing ?lists?|e-?mail ?lists?|promotion(?:s|al)?"
    r"|advert\w*",
    re.IGNORECASE,
)
STOPPING: Final = re.compile(
    r"lopet\w*|poist\w*|peru\w*|kiel\w*|vastust\w*|estä\w*|älkää|\bälä\b|en halua|en tahdo"
    r"|ei enää|\bpois\b|\birti\b"
    r"|avslut\w*|\bsluta\w*|ta bort|tag bort|avregistr\w*|avprenumer\w*|stopp\w*|\binte\b|invän\w*"
    r"|motsät\w*|avanmäl\w*|undanbe\w*|slippa"
    r"|\bstop\w*|unsubscrib\w*|remove|opt(?:ing)?[- ]?out|no longer|\bdo not\b|don[’']?t"
    r"|object\w*|take me off|cease|withdraw",
    re.IGNORECASE,
)
NOT_ERASING: Final = re.compile(
    r"\bäl(?:kää|ä)\b|\ben halua\b|\bdo not (?:delete|erase|remove)|don[’']?t (?:delete|erase|remove)"
    r"|(?:radera|ta bort)\w* inte|inte (?:radera|ta bort)",
    re.IGNORECASE,
)

PATTERNS: Final[dict[CaseKind, re.Pattern[str]]] = {
    kind: re.compile("|".join(words), re.IGNORECASE)
    for kind, words in {
        CaseKind.ACCESS: (
            r"mitä (?:kaikkea |kaikkia )?(?:henkilö)?tie(?:toja|toa)\b(?=.{0,60}(?:minu|itse))",
            r"mitä (?:henkilö)?tietoja(?=.{0,30}(?:teillä|olette|rekister|kerä|tallen))",
            r"mitä (?:te )?tiedätte minusta",
            r"tarkast(?:usoikeu|uspyyn|aa (?:\w+ ){0,3}tie)\w*",
            r"rekisteriot\w+|tietopyyn\w+",
            r"(?:jäljennö|kopio)\w* (?:\w+ ){0,3}(?:tiedo|henkilötie)\w*",
            r"(?:saada|nähdä|lähettä\w+|toimitta\w+|pääs\w*)\b.{0,40}(?:tietoni|tietoihini|itseäni koskeva\w*|minua koskeva\w*)",
            r"(?:vilka|vad för) (?:person)?uppgifter|registerutdrag",
            r"(?:kopia|utdrag) (?:av|på|ur|om) .{0,30}uppgift\w*|tillgång till (?:mina|de) .{0,20}uppgift\w*",
            r"what (?:personal )?(?:data|information)\b.{0,40}(?:about me|on me|hold|have|store)",
            r"cop(?:y|ies) of (?:all )?(?:of )?(?:my|the) .{0,30}(?:data|information)",
            r"subject access|\bdsar\b|access (?:to )?(?:all )?my .{0,20}(?:data|information)",
            r"(?:15|15\.) artikla\w*|arti(?:cle|kel) 15\b|artiklan 15\b",
        ),
        CaseKind.PORTABILITY: (
            r"koneluettav\w+|siirtää .{0,40}tie(?:toni|dot).{0,40}(?:toise|muual|palvelu)\w*",
            r"siirto-?oikeu\w*|tietojen siirtämis\w*",
            r"maskinläsbar\w*|dataportabilitet|överför\w* mina uppgifter",
            r"machine[- ]?readable|data portability|portab\w+|transfer my data",
            r"20 artikla\w*|arti(?:cle|kel) 20\b",
        ),
        CaseKind.RECTIFICATION: (
            r"oikais\w+.{0,60}(?:tie(?:to|do)|nim|osoit|numero|sähköpost)\w*",
            r"(?:tie(?:to|do)\w*).{0,40}oikais\w+",
            r"korja(?:t|k|i|a|u|taan)\w*.{0,60}(?:tie(?:to|do)|nimeni|osoitteeni|numeroni|sähköpost)\w*",
            r"(?:rätt(?:a|as|else)|korriger\w+)\b.{0,60}(?:uppgift|namn|adress|nummer)\w*",
            r"(?:correct|rectif)\w*.{0,60}(?:data|information|name|address|number|record)s?",
            r"16 artikla\w*|arti(?:cle|kel) 16\b",
        ),
        CaseKind.ERASURE: (
            rf"poist\w+.{{0,60}}{MINE}|{MINE}.{{0,40}}poist\w+",
            r"tulla unohdetuksi|unohtakaa minut|hävittä\w+.{0,40}(?:tietoni|tiedot)",
            rf"(?:radera|tar? bort|tag bort|avlägsna|utplåna)\w*.{{0,60}}{MINA}",
            r"(?:uppgift\w*|mig)\b.{0,40}(?:raderas?|tas bort|avlägsnas)|bli(?:r)? (?:bort)?glömd",
            rf"(?:delet|eras|remov|wip)\w+.{{0,60}}{MY}|{MY}.{{0,60}}(?:delet|eras|remov)\w+",
            r"right to be forgotten|forget me",
            r"17 artikla\w*|arti(?:cle|kel) 17\b",
        ),
        CaseKind.RESTRICTION: (
            r"rajoit\w+.{0,60}(?:käsittel|tie(?:to|do))\w*|käsittel\w+.{0,40}rajoit\w+",
            r"begräns\w+.{0,60}(?:behandling|uppgift)\w*|behandling\w*.{0,40}begräns\w+",
            r"restrict\w*.{0,60}(?:process|use|data)\w*",
            r"18 artikla\w*|arti(?:cle|kel) 18\b",
        ),
        CaseKind.OBJECTION: (
            r"vastust\w+.{0,60}(?:käsittel|tie(?:to|do)|profiloin)\w*",
            r"(?:käsittel)\w+.{0,40}vastust\w+",
            r"(?:invän\w+|motsätter mig).{0,80}(?:behandling|uppgift|profilering)\w*",
            r"object\w*.{0,60}(?:process|use of|profiling)\w*",
            r"21 artikla\w*|arti(?:cle|kel) 21\b",
        ),
        CaseKind.CONSENT_WITHDRAWAL: (
            r"(?:peru|peruut)\w*.{0,60}suostumu\w+|suostumu\w+.{0,40}peru\w+",
            r"(?:återkalla\w*|tar? tillbaka|drar? tillbaka|återta\w*).{0,60}samtycke\w*",
            r"samtycke\w*.{0,40}(?:återkall|tillbaka)\w*",
            r"(?:withdraw|revok)\w*.{0,60}consent|consent.{0,40}(?:withdr[ae]wn?|revoked)",
        ),
    }.items()
}

HINTS: Final = re.compile(
    r"tietosuoj\w*|\bgdpr\b|henkilötie\w*|rekister(?:i|ö)\w*|tieto(?:jani|jeni|ni)\b"
    r"|dataskydd\w*|personuppgift\w*|\bprivacy\b|data protection|personal data"
    r"|\bmy data\b",
    re.IGNORECASE,
)
SHORT_STOPS: Final = frozenset(
    {
        "stop", "stop it", "stop please", "please stop", "lopeta", "lopettakaa", "lopeta jo",
        "peru", "peruuta", "peruutan", "perukaa", "poista", "poistu", "poista listalta",
        "poista minut listalta", "poistakaa listalta", "poistakaa minut listalta", "ei kiitos",
        "en halua", "en halua näitä", "älkää lähettäkö", "älkää lähettäkö enää", "ei enää",
        "avsluta", "sluta", "stopp", "stoppa", "avregistrera", "avregistrera mig", "avanmäl",
        "avbeställ", "nej tack", "ta bort mig från listan",
        "unsubscribe", "unsubscribe me", "remove", "opt out", "opt-out", "optout", "cancel",
        "no thanks", "remove me from the list", "take me off the list",
    }
)  # fmt: skip
LONGEST_STOP: Final = 200
EDGE: Final = 800
"""Hints count near the beginning: below stand the legal lines of companies."""


def is_short_stop(subject: str, own: str) -> bool:
    """«Lopeta», «stop»: nothing but the wish to get no more letters."""
    if len(own) > LONGEST_STOP:
        return False
    first = next((line for line in own.splitlines() if line.strip()), "")
    return _bare(first or subject) in SHORT_STOPS


def kinds_asked(subject: str, own: str) -> list[CaseKind]:
    """The rights that are used, in the order of the law sheet; empty where none is
    recognised. A marketing word beside a word of ending means marketing alone."""
    found: set[CaseKind] = set()
    for sentence in _sentences(f"{subject}.\n{own}"):
        found |= _kinds_of(sentence)
    if CaseKind.ACCESS in found and CaseKind.PORTABILITY in found:
        found.discard(CaseKind.ACCESS)
    return [kind for kind in CaseKind if kind in found]


def hints_at_privacy(subject: str, own: str) -> bool:
    """Whether a human should look, though no right was recognised."""
    return bool(HINTS.search(subject) or HINTS.search(own[:EDGE]))


def _kinds_of(sentence: str) -> set[CaseKind]:
    found = {kind for kind, words in PATTERNS.items() if words.search(sentence)}
    if CaseKind.ERASURE in found and NOT_ERASING.search(sentence):
        found.discard(CaseKind.ERASURE)
    if STOP_LETTERS.search(sentence) and STOPPING.search(sentence):
        found -= {CaseKind.ERASURE, CaseKind.OBJECTION}
        if CaseKind.CONSENT_WITHDRAWAL not in found:
            found.add(CaseKind.MARKETING_OBJECTION)
    return found


def _sentences(text: str) -> list[str]:
    flat = re.sub(r"[^\S\n]+", " ", text)
    flat = re.sub(r"(?<![.!?:\n])\n(?!\n)", " ", flat)
    return [one for one in re.split(r"[.!?]+\s|\n+", flat) if one.strip()]


def _bare(line: str) -> str:
    words = re.sub(r"^(?:(?:re|vs|sv|fw|fwd)\s*:\s*)+", "", line.strip().casefold())
    return re.sub(r"[^\w\s-]", "", words).strip()
