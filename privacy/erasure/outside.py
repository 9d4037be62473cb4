"""The search beside the database: files, cache and broker (design: the rescan).

Nothing of a person belongs there: keys are digests and messages carry numbers only.
The search is how we know, and how an error of ours would be seen. What lies there is
short-lived, so its size does not grow with the register.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

import redis
from django.conf import settings

from registry.imports.services import files_mentioning
from registry.seams.personal_data import Traces

UNREACHABLE = "outside.unreachable"
"""Counted as residue: what was not searched is not proven."""
_PAGE = 500
_LONGEST = 1_000_000


def search_outside(traces: Traces) -> dict[str, int]:
    """Place → how many files, keys or messages speak of the person; empty is clean."""
    pattern = traces.pattern()
    found = {"outside.files": len(files_mentioning(pattern))}
    try:
        with redis.Redis.from_url(settings.REDIS_URL) as server:
            found["outside.cache_and_broker"] = sum(
                1 for text in _texts(server) if pattern.search(text)
            )
    except redis.RedisError:
        found[UNREACHABLE] = 1
    return {place: count for place, count in found.items() if count}


def _texts(server: redis.Redis) -> Iterator[str]:
    for key in server.scan_iter(count=_PAGE):
        kind = _as_text(server.type(key))
        words = [_as_text(value) for value in (key, *_values(server, kind, key))]
        yield "\n".join(words)[:_LONGEST]


def _values(server: redis.Redis, kind: str, key: bytes | str) -> Iterable[Any]:
    """What stands under a key of that kind; one that has just gone is empty."""
    if kind == "string":
        return [server.get(key)]
    if kind == "list":
        return server.lrange(key, 0, -1)
    if kind == "set":
        return server.smembers(key)
    if kind == "hash":
        return chain.from_iterable(server.hgetall(key).items())
    if kind == "zset":
        return server.zrange(key, 0, -1)
    return []


def _as_text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
