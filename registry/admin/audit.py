"""The audit trail, to be read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from registry.models import AuditEntry, Staff
from registry.seams.audit.words import action_label
from registry.wording import readable_fields

from .base import BaseModelAdmin


@admin.register(AuditEntry)
class AuditEntryAdmin(BaseModelAdmin):
    """Who did what and when; ids and names of fields, never values."""

    list_display = ("at", "who", "role", "act", "names_of_fields", "count")
    ordering = ("-at", "-id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the user names of the actors, in the same query."""
        names = Staff.objects.filter(pk=OuterRef("actor_id")).values("username")
        rows: QuerySet[Any] = super().get_queryset(request)
        named: QuerySet[Any] = rows.annotate(username=Subquery(names))
        return named

    @admin.display(description=_("actor"))
    def who(self, entry: Any) -> str:
        """User name of the actor."""
        return entry.username or str(_("the system"))

    @admin.display(description=_("action"))
    def act(self, entry: AuditEntry) -> str:
        """The act in words, where it has them."""
        return action_label(entry.action)

    @admin.display(description=_("fields"))
    def names_of_fields(self, entry: AuditEntry) -> str:
        """Names of the fields concerned."""
        return readable_fields(entry.action, entry.fields)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: the software writes it."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: the database refuses it too."""
        return False
