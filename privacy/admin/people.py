"""The person of a legal row, as a link in lists."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy


class PersonColumn:
    """Adds ``person_link``: the name, leading to the person's page."""

    @admin.display(description=gettext_lazy("Person"))
    def person_link(self, row: Any) -> Any:
        """Her name; a dash where the row is about something else."""
        if not row.person_id:
            return "–"
        try:
            url = reverse("admin:registry_person_change", args=[row.person_id])
        except NoReverseMatch:
            return row.person.full_name
        return format_html(
            '<a class="k-link" href="{}">{}</a>', url, row.person.full_name
        )
