"""What privacy holds about people (the map, see registry.seams.personal_data)."""

from . import cases, legal, technical

__all__ = ["cases", "legal", "technical"]
