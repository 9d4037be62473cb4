"""The gate: one list of rules over named facts, in SQL and for one person alike."""

from .engine import PrivacyGate
from .rules import VERSION, Rule, answer_facts, rules_for

__all__ = ["VERSION", "PrivacyGate", "Rule", "answer_facts", "rules_for"]
