"""The audit trail, to be read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from registry.models import AuditEntry

from .base import BaseModelAdmin


@admin.register(AuditEntry)
class AuditEntryAdmin(BaseModelAdmin):
    """Who did what and when; ids and names of fields, never values."""

    list_display = ("at", "actor_id", "role", "action", "fields", "count")
    ordering = ("-at", "-id")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: the software writes it."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: the database refuses it too."""
        return False
