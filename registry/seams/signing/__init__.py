"""Ed25519 signatures for certificates and receipts; needs no database."""

from .canonical import canonical_bytes, parse_document
from .exceptions import SigningError
from .keys import key_id_of, own_public_key_text, read_public_key
from .services import sign_document, verify_document

__all__ = [
    "SigningError",
    "canonical_bytes",
    "key_id_of",
    "own_public_key_text",
    "parse_document",
    "read_public_key",
    "sign_document",
    "verify_document",
]
