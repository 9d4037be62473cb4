"""What the second search looks for, sealed until it is done.

AES-256-GCM under a key derived from SECRET_KEY, which is not in the database: a dump
taken meanwhile holds nothing that can be read.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from registry.seams.personal_data import Traces

NONCE_BYTES = 12


@dataclass(frozen=True, kw_only=True)
class Sought:
    """Whom the second search is about: her traces and the key she had."""

    person_id: int
    traces: Traces


def seal(sought: Sought) -> bytes:
    """Encrypted and authenticated; each time other bytes."""
    nonce = os.urandom(NONCE_BYTES)
    body = {"person_id": sought.person_id, **asdict(sought.traces)}
    return nonce + AESGCM(_key()).encrypt(nonce, json.dumps(body).encode(), None)


def unseal(sealed: bytes) -> Sought:
    """The reverse; cryptography's InvalidTag where it was touched."""
    nonce, body = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    found = json.loads(AESGCM(_key()).decrypt(nonce, body, None))
    return Sought(
        person_id=found.pop("person_id"),
        traces=Traces(**{name: tuple(values) for name, values in found.items()}),
    )


def _key() -> bytes:
    return hashlib.sha256(b"sealed-traces" + settings.SECRET_KEY.encode()).digest()
