"""Orders in the admin."""

from .admin import OrderAdmin

__all__ = ["OrderAdmin"]
