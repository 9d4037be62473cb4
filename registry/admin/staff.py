"""Staff members and their roles; for administrators only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminSelectWidget

from registry.models import Staff

from .base import BaseModelAdmin

admin.site.unregister(Group)  # roles are written in kespet_crm/roles.py, not by hand


class StaffForm(UserChangeForm):
    """The language is one of ours."""

    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, widget=UnfoldAdminSelectWidget
    )


@admin.register(Staff)
class StaffAdmin(BaseModelAdmin, UserAdmin):  # type: ignore[misc,type-arg]  # unfold is untyped
    """Single permissions and superusers are not given here: roles carry them."""

    form = StaffForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "last_name", "first_name", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    search_fields = ("username", "last_name", "first_name")
    ordering = ("username",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined", "password_link")
    add_fieldsets = UserAdmin.add_fieldsets  # unfold's own empty one would win
    fieldsets = (
        (None, {"fields": ("username", "password_link")}),
        (
            _("Staff member"),
            {"fields": ("first_name", "last_name", "email", "language")},
        ),
        (_("Rights"), {"fields": ("is_active", "is_staff", "groups")}),
        (_("Use"), {"fields": ("last_login", "date_joined")}),
    )

    @admin.display(description=_("Password"))
    def password_link(self, staff: Staff) -> str:
        """Where the password is changed; nothing of it is shown."""
        if not staff.pk:
            return ""
        address = reverse("admin:auth_user_password_change", args=[staff.pk])
        words = _("Set a new password")
        return format_html('<a class="k-link" href="{}">{}</a>', address, words)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Nobody changes their own rights."""
        fields = tuple(super().get_readonly_fields(request, obj))
        own = obj is not None and obj.pk == request.user.pk
        return (*fields, "is_active", "is_staff", "groups") if own else fields
