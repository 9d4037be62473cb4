"""The audit trail: ids and field names, never values; reads included."""

from .expiry import DroppedMonth, drop_month, stored_months
from .services import ensure_partitions, record

__all__ = ["DroppedMonth", "drop_month", "ensure_partitions", "record", "stored_months"]
