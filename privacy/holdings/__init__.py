"""What privacy holds about people (the map, see registry.seams.personal_data)."""

from . import legal, technical

__all__ = ["legal", "technical"]
