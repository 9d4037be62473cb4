"""E-mail addresses: one spelling for comparing, and what counts as an address."""

import re
import unicodedata
from typing import Final

_LONGEST, _LONGEST_LOCAL = 254, 64
_LOCAL: Final = re.compile(r"[^\s@<>()\[\],;:\\\"\x00-\x1f]+")
_LABEL: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_TOP: Final = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}")


def _ascii_domain(domain: str) -> str:
    """The domain as the name system knows it; unchanged if it cannot be encoded."""
    try:
        return domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return domain


def normalise_email(raw: str) -> str:
    """Trimmed, compatibility-folded, lower case, international domain encoded.

    Two spellings of one address give one text; what is no address comes back folded.
    """
    address = unicodedata.normalize("NFKC", raw).strip().lower().removeprefix("mailto:")
    local, at, domain = address.strip().rpartition("@")
    return f"{local}{at}{_ascii_domain(domain)}"


def _is_local_part(local: str) -> bool:
    if not 0 < len(local) <= _LONGEST_LOCAL or not _LOCAL.fullmatch(local):
        return False
    return not (local.startswith(".") or local.endswith(".") or ".." in local)


def _is_domain(domain: str) -> bool:
    *labels, top = domain.split(".")
    return (
        bool(labels)
        and all(map(_LABEL.fullmatch, labels))
        and bool(_TOP.fullmatch(top))
    )


def is_valid_email(raw: str) -> bool:
    """A deliverable shape: one @, a local part, a domain with a top level."""
    address = normalise_email(raw)
    local, _, domain = address.rpartition("@")
    return len(address) <= _LONGEST and _is_local_part(local) and _is_domain(domain)


_ROLES: Final = frozenset(
    [
        "admin",
        "administration",
        "asiakaspalvelu",
        "asiakas",
        "asiakkaat",
        "avoimetpaikat",
        "billing",
        "bestallning",
        "contact",
        "customer",
        "customercare",
        "customerservice",
        "desk",
        "ekonomi",
        "einvoice",
        "emarketing",
        "export",
        "faktura",
        "fakturor",
        "finance",
        "firma",
        "hallinto",
        "hallitus",
        "hello",
        "help",
        "helpdesk",
        "hr",
        "huolto",
        "ilmoitukset",
        "info",
        "information",
        "inkop",
        "invoice",
        "invoices",
        "it",
        "jobs",
        "johto",
        "kansli",
        "kanslia",
        "kassa",
        "kauppa",
        "keittio",
        "kirjaamo",
        "kirjanpito",
        "kontakt",
        "kontor",
        "konttori",
        "koulutus",
        "kundservice",
        "kundtjanst",
        "kuljetus",
        "kuljetukset",
        "laskut",
        "laskutus",
        "lasku",
        "legal",
        "logistics",
        "logistiikka",
        "lon",
        "maksut",
        "mail",
        "marketing",
        "markkinointi",
        "marknad",
        "marknadsforing",
        "media",
        "moi",
        "myymala",
        "myynti",
        "myyntilaskut",
        "noreply",
        "office",
        "order",
        "orders",
        "osto",
        "ostot",
        "ostolaskut",
        "ostoreskontra",
        "palaute",
        "palkanlaskenta",
        "palkat",
        "palvelu",
        "personal",
        "posti",
        "post",
        "postmaster",
        "press",
        "privacy",
        "purchase",
        "purchasing",
        "puoti",
        "registrator",
        "rekry",
        "rekrytointi",
        "reskontra",
        "sales",
        "service",
        "sihteeri",
        "shop",
        "support",
        "taloushallinto",
        "talous",
        "tarjoukset",
        "tarjouspyynnot",
        "tiedotus",
        "tietosuoja",
        "tilaukset",
        "tilaus",
        "toimisto",
        "toimitus",
        "tuki",
        "tuotanto",
        "vaihde",
        "varasto",
        "varaukset",
        "vastaanotto",
        "verkkokauppa",
        "viestinta",
        "webmaster",
        "yhteys",
        "yllapito",
        "ordrar",
        "order",
        "forsaljning",
        "ostokset",
    ]
)
_ENDINGS: Final = (
    "asiakaspalvelu",
    "forsaljning",
    "huolto",
    "kundservice",
    "kundtjanst",
    "laskut",
    "laskutus",
    "myymala",
    "myynti",
    "orders",
    "palvelu",
    "sales",
    "support",
    "tilaukset",
    "toimisto",
    "verkkokauppa",
)
_PARTS: Final = re.compile(r"[._+-]+")


def is_role_address(raw: str) -> bool:
    """Whether the address belongs to a task or a company rather than to one person.

    The local part says so: a word of a task in Finnish, Swedish or English, first of
    its parts or all of it; or the company's own name, as in ``yritys@yritys.fi``. What
    a name looks like is never taken for a task: ``anna.posti`` is somebody.
    """
    local, _, domain = normalise_email(raw).rpartition("@")
    plain = _without_marks(local)
    whole = _PARTS.sub("", plain).rstrip("0123456789")
    first = _PARTS.split(plain)[0].rstrip("0123456789")
    if not whole:
        return False
    return (
        whole in _ROLES
        or first in _ROLES
        or whole.endswith(_ENDINGS)
        or whole in _PARTS.sub(".", domain).split(".")[:-1]
    )


def _without_marks(text: str) -> str:
    """ä and a compare as one: mailboxes are spelt both ways."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(char for char in parts if not unicodedata.combining(char))
