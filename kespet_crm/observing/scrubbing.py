"""Keeps people out of the logs, whatever a library writes into them.

Order matters: the identity code before the business id before telephone numbers, which
would swallow parts of both.
"""

import re
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

PATTERNS = [
    (re.compile(r"[\w.+%'-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+"), "[email]"),
    (re.compile(r"\b\d{6}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y]\b", re.IGNORECASE), "[hetu]"),
    (re.compile(r"\b(?:FI)?\d{7}-?\d\b(?![-:T]\d)"), "[business id]"),
    (re.compile(r"(?<![\w.:/-])(?:\+|00)\d(?:[\s()-]{0,2}\d){6,14}\b"), "[phone]"),
    (re.compile(r"(?<![\w.:/-])\(?0\d\)?(?:[\s-]?\d){5,10}\b"), "[phone]"),
    (re.compile(r"(?<=/)[A-Za-z0-9_-]{24,}(?=[/?\s\"']|$)"), "[token]"),
]
OURS = {"timestamp", "level", "logger"}
Event = MutableMapping[str, Any]


def scrub_text(text: str) -> str:
    """`text` without e-mail addresses, identity codes, numbers of people, tokens."""
    for pattern, word in PATTERNS:
        text = pattern.sub(word, text)
    return text


def scrub(value: Any) -> Any:
    """The same through lists and dictionaries; what is no text or number is named only
    by its type: its words could be anybody's."""
    if isinstance(value, str):
        return scrub_text(value)
    if isinstance(value, dict):
        return {scrub_text(str(key)): scrub(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [scrub(item) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return f"<{type(value).__name__}>"


def scrub_event(_logger: Any, _method: str, event: Event) -> Event:
    """structlog processor: every value but the ones we write ourselves."""
    for key in event.keys() - OURS:
        event[key] = scrub(event[key])
    return event


def describe_exception(_logger: Any, _method: str, event: Event) -> Event:
    """structlog processor: types and lines of an exception, never its words.

    A database error quotes the row («Key (email)=(…) already exists»)."""
    facts = event.pop("exc_info", None)
    if isinstance(facts, BaseException):
        facts = (type(facts), facts, facts.__traceback__)
    if isinstance(facts, tuple) and facts[1] is not None:
        event["exception"] = _chain(facts[1])
    event.pop("exc_text", None)
    return event


def _chain(error: BaseException | None) -> list[dict[str, Any]]:
    links: list[dict[str, Any]] = []
    while error is not None and len(links) < 5:
        links.append(
            {
                "type": f"{type(error).__module__}.{type(error).__qualname__}",
                "at": _frames(error.__traceback__),
            }
        )
        error = error.__cause__ or error.__context__
    return links


def _frames(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-20:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
