"""Issue, look at and use up tokens."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from .exceptions import TokenError
from .models import SecretToken

KEPT_AFTER_EXPIRY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class TokenSubject:
    """What a token stands for."""

    subject_type: str
    subject_ref: str


def issue_token(
    *, purpose: str, subject_type: str, subject_ref: str, ttl: timedelta
) -> str:
    """Return a new secret that is good once, for `ttl`. Only its digest is kept."""
    raw = secrets.token_urlsafe(32)
    SecretToken.objects.create(
        digest=_digest(raw),
        purpose=purpose,
        subject_type=subject_type,
        subject_ref=subject_ref,
        expires_at=timezone.now() + ttl,
    )
    return raw


def peek_token(*, purpose: str, raw: str) -> TokenSubject:
    """Say what the token stands for and leave it unused. Raises TokenError."""
    token = SecretToken.objects.filter(digest=_digest(raw), purpose=purpose).first()
    if token is None:
        raise TokenError("invalid")
    _refuse_stale(token)
    return TokenSubject(token.subject_type, token.subject_ref)


def redeem_token(*, purpose: str, raw: str) -> TokenSubject:
    """Use the token up and say what it stood for. Raises TokenError.

    One UPDATE decides: of two that come at once, the second finds it used.
    """
    now = timezone.now()
    won = SecretToken.objects.filter(
        digest=_digest(raw), purpose=purpose, used_at=None, expires_at__gt=now
    ).update(used_at=now)
    if not won:
        peek_token(purpose=purpose, raw=raw)
        raise TokenError("used")
    token = SecretToken.objects.get(digest=_digest(raw))
    return TokenSubject(token.subject_type, token.subject_ref)


def revoke_tokens(*, subject_type: str, subject_ref: str) -> int:
    """Delete every token of the subject; return how many there were."""
    tokens = SecretToken.objects.filter(
        subject_type=subject_type, subject_ref=subject_ref
    )
    return tokens.delete()[0]


def delete_stale_tokens(*, now: datetime) -> int:
    """Delete tokens that expired more than 30 days ago; return how many."""
    stale = SecretToken.objects.filter(expires_at__lt=now - KEPT_AFTER_EXPIRY)
    return stale.delete()[0]


def _refuse_stale(token: SecretToken) -> None:
    if token.used_at is not None:
        raise TokenError("used")
    if token.expires_at <= timezone.now():
        raise TokenError("expired")


def _digest(raw: str) -> str:
    return hashlib.sha256(raw.encode()).hexdigest()
