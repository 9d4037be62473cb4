"""One byte sequence per document, whoever wrote it out."""

import json
from collections.abc import Mapping
from typing import Any

from .exceptions import SigningError


def canonical_bytes(document: Mapping[str, Any]) -> bytes:
    """UTF-8 JSON, keys sorted, no spaces, no floats (their spelling is not unique)."""
    _refuse_floats(document)
    text = json.dumps(
        document, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return text.encode()


def parse_document(text: str) -> dict[str, Any]:
    """Read a JSON object; one that names a key twice is refused as ambiguous."""
    try:
        document = json.loads(text, object_pairs_hook=_unique_keys)
    except (ValueError, RecursionError) as error:
        raise SigningError("not-json") from error
    if not isinstance(document, dict):
        raise SigningError("not-an-object")
    return document


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise SigningError("duplicate-key")
    return document


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise SigningError("float-in-document")
    children = value.values() if isinstance(value, Mapping) else value
    if isinstance(value, Mapping | list | tuple):
        for child in children:
            _refuse_floats(child)
