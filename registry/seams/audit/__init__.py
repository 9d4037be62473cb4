"""The audit trail: ids and field names, never values; reads included."""

from .services import ensure_partitions, record

__all__ = ["ensure_partitions", "record"]
