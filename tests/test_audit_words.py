"""Every act that the code records has words for people."""

import ast
from collections.abc import Iterator
from pathlib import Path

from registry.seams.audit.words import ACTIONS, action_label

ROOT = Path(__file__).resolve().parent.parent


def recorded_actions() -> Iterator[str]:
    """The constant part of every ``action=`` that goes to the audit trail."""
    for package in ("registry", "contacts", "privacy", "kespet_crm"):
        for source in (ROOT / package).rglob("*.py"):
            if "tests" not in source.parts:
                yield from _actions_in(ast.parse(source.read_text(encoding="utf-8")))


def _actions_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record":
            for keyword in node.keywords:
                if keyword.arg == "action":
                    yield from _words_of(keyword.value)


def _words_of(value: ast.expr) -> Iterator[str]:
    if isinstance(value, ast.Constant):
        yield str(value.value)
    elif isinstance(value, ast.JoinedStr) and isinstance(value.values[0], ast.Constant):
        yield str(value.values[0].value).rstrip("._")


def test_every_recorded_act_has_words() -> None:
    actions = set(recorded_actions())

    assert "person.viewed" in actions
    assert sorted(a for a in actions if action_label(a) == a) == []


def test_a_tail_falls_back_on_its_head() -> None:
    assert action_label("case.stopped_plan_changed") == action_label("case.stopped")
    assert action_label("interaction.call") == action_label("interaction")
    assert action_label("nobody.named_this") == "nobody.named_this"
    assert ACTIONS
