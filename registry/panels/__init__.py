"""The register's own entries on the timeline and tiles of the start page."""

from . import changes, dealings, relationship, tiles, uses

__all__ = ["changes", "dealings", "relationship", "tiles", "uses"]
