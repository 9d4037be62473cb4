"""The key pair. The private half comes from the environment and stays in memory."""

import base64
import binascii
import hashlib

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.conf import settings

from .exceptions import SigningError

KEY_BYTES = 32


def own_private_key() -> Ed25519PrivateKey:
    """The key of SIGNING_KEY: 32 bytes in base64."""
    return Ed25519PrivateKey.from_private_bytes(_decode(settings.SIGNING_KEY))


def own_public_key_text() -> str:
    """The public half, base64 on one line: what `--public-key` reads."""
    raw = own_private_key().public_key().public_bytes_raw()
    return base64.b64encode(raw).decode()


def read_public_key(text: str) -> Ed25519PublicKey:
    """Read a public key: base64 of 32 bytes, or PEM."""
    if "BEGIN PUBLIC KEY" in text:
        return _read_pem(text)
    return Ed25519PublicKey.from_public_bytes(_decode(text))


def key_id_of(key: Ed25519PublicKey) -> str:
    """Which key signed: the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def _read_pem(text: str) -> Ed25519PublicKey:
    try:
        key = load_pem_public_key(text.encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise SigningError("bad-key") from error
    if not isinstance(key, Ed25519PublicKey):
        raise SigningError("bad-key")
    return key


def _decode(text: str) -> bytes:
    try:
        raw = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise SigningError("bad-key") from error
    if len(raw) != KEY_BYTES:
        raise SigningError("bad-key")
    return raw
