"""Random, hashed, single-use, expiring tokens for links in mail."""

from .exceptions import TokenError
from .services import (
    TokenSubject,
    delete_stale_tokens,
    issue_token,
    peek_token,
    redeem_token,
    revoke_tokens,
)

__all__ = [
    "TokenError",
    "TokenSubject",
    "delete_stale_tokens",
    "issue_token",
    "peek_token",
    "redeem_token",
    "revoke_tokens",
]
