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

from .client_address import client_address


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``times`` in ``seconds``, counted under ``name``."""

    name: str
    times: int
    seconds: int


DAY, HOUR = 24 * 3600, 3600
PER_ADDRESS = Limit("request-address", times=5, seconds=DAY)
PER_IP = Limit("request-ip", times=60, seconds=HOUR)
PER_IP_HASTY = Limit("request-hasty", times=30, seconds=HOUR)
PER_IP_LINKS = Limit("request-link", times=120, seconds=HOUR)
PER_CASE_MESSAGES = Limit("case-message", times=10, seconds=DAY)
PER_ADDRESS_NEW_LINKS = Limit("new-link-address", times=5, seconds=DAY)
PER_IP_NEW_LINKS = Limit("new-link-ip", times=30, seconds=HOUR)


def may_ask(request: HttpRequest, *, hasty: bool) -> bool:
    """One more request from here? Whoever fills the form in faster than people do gets
    half as many."""
    calm = not hasty or take_turn(PER_IP_HASTY, client_address(request))
    return take_turn(PER_IP, client_address(request)) and calm


def may_mail(email: str) -> bool:
    """One more mail to this address today, whoever asked for it?"""
    return take_turn(PER_ADDRESS, normalise_email(email))


def may_try_link(request: HttpRequest) -> bool:
    """One more try at a secret link?"""
    return take_turn(PER_IP_LINKS, client_address(request))


def may_write(case_id: int) -> bool:
    """One more message about this request today?"""
    return take_turn(PER_CASE_MESSAGES, f"case {case_id}")


def may_ask_for_link(request: HttpRequest) -> bool:
    """One more try at the form for a lost link from here?"""
    return take_turn(PER_IP_NEW_LINKS, client_address(request))


def may_mail_link(email: str) -> bool:
    """One more new link to this address today?"""
    return take_turn(PER_ADDRESS_NEW_LINKS, normalise_email(email))


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
