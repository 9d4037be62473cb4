"""Dealings in the staff's admin."""

from .follow_ups import FollowUpAdmin
from .interactions import InteractionAdmin

__all__ = ["FollowUpAdmin", "InteractionAdmin"]
