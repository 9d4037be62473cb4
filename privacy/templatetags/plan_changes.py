"""A plan's lines and what the officer changed of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of_holding(changes: Mapping[str, Any], key: str) -> Any:
    """The change of a holding, if there is one."""
    return changes.get(key) if changes else None


@register.filter
def of_line(alternatives: Mapping[tuple[str, str], Any], line: Any) -> Any:
    """The lawful alternative to a line, if there is one."""
    return alternatives.get((line.key, line.outcome)) if alternatives else None
