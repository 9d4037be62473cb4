"""Rules by which the system decides something about people, each declared (Art. 22).

Apps declare theirs in ``automated.py``, found by autodiscovery. A rule whose effect is
significant names the human who decides: the audit trail then takes none of its acts
without one, so that no code path can change such a state by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from registry.seams.errors import SeamError


class Effect(TextChoices):
    """What a rule does to a person."""

    NONE = "none", _("No effect on the person")
    PROCEDURAL = "procedural", _("Protects the person or follows a set date")
    SIGNIFICANT = "significant", _("Legal or similar effect: a human decides")


class HumanRequired(SeamError):
    """A state of this kind changes by a named human only."""


@dataclass(frozen=True, kw_only=True)
class AutomaticRule:
    """A rule in words. ``human``: whose part it is; ``switch``: where it is set;
    ``covers``: the mechanisms that carry it out; ``acts``: its acts in the audit."""

    key: str
    name: Any
    decides: Any
    effect: Effect
    basis: str
    human: Any = ""
    switch: Any = ""
    covers: frozenset[str] = frozenset()
    acts: frozenset[str] = frozenset()


Mechanisms = Callable[[], Iterable[str]]
_rules: dict[str, AutomaticRule] = {}
_others: dict[str, Any] = {}
_sources: list[Mechanisms] = []


def automatic_rule(
    key: str, *, covers: Sequence[str] = (), acts: Sequence[str] = (), **words: Any
) -> AutomaticRule:
    """Declare a rule, once. SeamError where a significant one names no human, or no act
    by which a change could be known."""
    rule = AutomaticRule(
        key=key, covers=frozenset(covers), acts=frozenset(acts), **words
    )
    if key in _rules:
        raise SeamError("rule-taken", f"automatic rule declared twice: {key}")
    if rule.effect == Effect.SIGNIFICANT and not (rule.human and rule.acts):
        raise SeamError(
            "rule-without-human",
            f"a significant rule needs a human and its acts: {key}",
        )
    _rules[key] = rule
    return rule


def decides_nothing(why: Any, *mechanisms: str) -> None:
    """Name mechanisms that decide nothing about people, and why."""
    _others.update(dict.fromkeys(mechanisms, why))


def mechanisms(source: Mechanisms) -> Mechanisms:
    """Register what lists mechanisms, as ``task:…``, ``job:…``, ``gate:…``."""
    _sources.append(source)
    return source


def automatic_rules() -> list[AutomaticRule]:
    """All rules; those of the heaviest effect first."""
    order = [Effect.SIGNIFICANT, Effect.PROCEDURAL, Effect.NONE]
    return sorted(_rules.values(), key=lambda r: (order.index(r.effect), r.key))


def undeclared() -> list[str]:
    """Mechanisms that no rule covers and nobody has called harmless."""
    known = set(_others) | {name for rule in _rules.values() for name in rule.covers}
    found = {name for source in _sources for name in source()}
    return sorted(found - known)


def significant_acts() -> set[str]:
    """Acts that the audit trail takes from humans only."""
    heavy = (r for r in _rules.values() if r.effect == Effect.SIGNIFICANT)
    return {act for rule in heavy for act in rule.acts}


def demand_human(*, act: str, actor: Any) -> None:
    """HumanRequired where an act of a significant rule has no named, active human."""
    if act in significant_acts() and not getattr(actor, "is_active", False):
        raise HumanRequired("human-required", f"a named human decides: {act}")


def forget_rule(key: str) -> None:
    """For tests that declared one."""
    _rules.pop(key, None)
