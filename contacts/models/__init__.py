"""Dealings with people: one noun a file."""

from .follow_up import FollowUp
from .interaction import Interaction, Participant
from .saved_filter import SavedFilter

__all__ = ["FollowUp", "Interaction", "Participant", "SavedFilter"]
