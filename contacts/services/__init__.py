"""Verbs of dealings."""

from .follow_ups import add_follow_up, finish_follow_up
from .interactions import correct_interaction, log_interaction

__all__ = [
    "add_follow_up",
    "correct_interaction",
    "finish_follow_up",
    "log_interaction",
]
