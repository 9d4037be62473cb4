"""The register's own entries on the timeline and tiles of the start page."""

from . import changes, dealings, tiles, uses

__all__ = ["changes", "dealings", "tiles", "uses"]
