"""What privacy holds about people (the map, see registry.seams.personal_data)."""

from . import cases, incoming, legal, technical

__all__ = ["cases", "incoming", "legal", "technical"]
