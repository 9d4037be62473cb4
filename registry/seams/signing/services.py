"""Sign and verify documents that leave the house: certificates and receipts."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .canonical import canonical_bytes
from .exceptions import SigningError
from .keys import key_id_of, own_private_key


def sign_document(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document with `key_id` and `signature`.

    It must name its own `schema`. The signature covers everything but itself,
    the key's id included, as canonical JSON.
    """
    if not document.get("schema"):
        raise SigningError("no-schema")
    key = own_private_key()
    body = {k: v for k, v in document.items() if k != "signature"}
    body["key_id"] = key_id_of(key.public_key())
    signature = key.sign(canonical_bytes(body))
    return {**body, "signature": base64.b64encode(signature).decode()}


def verify_document(
    document: Mapping[str, Any], public_key: Ed25519PublicKey | None = None
) -> bool:
    """Is this document signed by the given key (default: our own) and unchanged?"""
    key = public_key or own_private_key().public_key()
    body = {k: v for k, v in document.items() if k != "signature"}
    if not body.get("schema") or body.get("key_id") != key_id_of(key):
        return False
    try:
        signature = base64.b64decode(str(document.get("signature", "")), validate=True)
        key.verify(signature, canonical_bytes(body))
    except (InvalidSignature, SigningError, binascii.Error, ValueError):
        return False
    return True
