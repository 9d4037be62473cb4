"""Counters against floods. Keys are keyed digests: no address, no IP in the cache."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

from registry.law.identifiers.email import normalise_email


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``times`` in ``seconds``, counted under ``name``."""

    name: str
    times: int
    seconds: int


PER_ADDRESS = Limit("request-address", times=5, seconds=24 * 3600)
PER_IP = Limit("request-ip", times=30, seconds=3600)
PER_IP_LINKS = Limit("request-link", times=120, seconds=3600)


def may_ask(*, request: HttpRequest, email: str) -> bool:
    """One more request from here, to this address?"""
    address = take_turn(PER_ADDRESS, normalise_email(email))
    return take_turn(PER_IP, ip_of(request)) and address


def may_try_link(request: HttpRequest) -> bool:
    """One more try at a secret link?"""
    return take_turn(PER_IP_LINKS, ip_of(request))


def ip_of(request: HttpRequest) -> str:
    """The peer's address as the server saw it."""
    return str(request.META.get("REMOTE_ADDR", ""))


def take_turn(limit: Limit, who: str) -> bool:
    """Count one; False when it was one too many, or when nobody can count."""
    key = f"{limit.name}:{_digest(who)}"
    try:
        cache.add(key, 0, timeout=limit.seconds)
        return int(cache.incr(key)) <= limit.times
    except ValueError:  # expired between the two lines
        return True
    except (RedisError, OSError):
        return False


def _digest(who: str) -> str:
    key = hashlib.sha256(b"rate-limit" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, who.encode(), hashlib.sha256).hexdigest()[:32]
