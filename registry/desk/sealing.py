"""A search that a page can be reloaded with, without a person's value in its address.

The text is encrypted with a key made of SECRET_KEY and the session's own key: whoever
reads the address in a log cannot read the text, and once the session is gone nobody
can. Nothing is stored on the server.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

LIFETIME = 8 * 60 * 60
"""Seconds; a working day."""

PARAMETER = "s"


def seal_text(request: HttpRequest, text: str) -> str:
    """An opaque word for ``text``, readable in this session only."""
    return _box(request).encrypt(text.encode()).decode().rstrip("=")


def open_text(request: HttpRequest, sealed: str) -> str:
    """The text again; empty where the word is foreign, old or damaged."""
    padded = sealed + "=" * (-len(sealed) % 4)
    try:
        return _box(request).decrypt(padded.encode(), ttl=LIFETIME).decode()
    except (InvalidToken, ValueError):
        return ""


def _box(request: HttpRequest) -> Fernet:
    session = request.session.session_key or ""
    digest = salted_hmac("registry.desk.sealing", session, algorithm="sha256")
    return Fernet(base64.urlsafe_b64encode(digest.digest()))
