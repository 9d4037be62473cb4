"""The officer's landing page: what is due, what is missing, and where it all stands."""

from . import retention_tiles
from .tiles import compliance_tile, compliance_tiles

__all__ = ["compliance_tile", "compliance_tiles", "retention_tiles"]
