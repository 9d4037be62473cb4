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
