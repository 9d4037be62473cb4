"""Keyed digests of contact points, for the suppression list (law sheet C.5).

HMAC-SHA256 under SUPPRESSION_KEY; the key is a secret outside the database and never
enters SQL, so a stolen dump cannot be tried against a list of addresses.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

from django.conf import settings

KEY_VERSION = 1


def contact_digest(normalised: str) -> bytes:
    """Digest (32 bytes) of a normalised e-mail address or E.164 number."""
    started = _halves(settings.SUPPRESSION_KEY)
    inner, outer = started[0].copy(), started[1].copy()
    inner.update(normalised.encode())
    outer.update(inner.digest())
    digest: bytes = outer.digest()
    return digest


@lru_cache(maxsize=2)
def _halves(key_in_hex: str) -> tuple[Any, Any]:
    """The two hashes of HMAC (RFC 2104) with the key already in them: a replay digests
    every reference of the register, and this takes a third of the time of hmac.digest.
    """
    key = bytes.fromhex(key_in_hex).ljust(hashlib.sha256().block_size, b"\0")
    return (
        hashlib.sha256(bytes(byte ^ 0x36 for byte in key)),
        hashlib.sha256(bytes(byte ^ 0x5C for byte in key)),
    )
