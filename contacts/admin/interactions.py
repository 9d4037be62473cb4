"""Contacts and notes: the list, and correcting one."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.choices import InteractionKind
from contacts.forms import CorrectionForm
from contacts.models import Interaction
from contacts.queries import ICONS, names_of_participants
from contacts.services import correct_interaction
from registry.admin.pages import PagesAdmin
from registry.desk.lists import Filter, apply_filters, page_by_key
from registry.desk.staff_of import staff_of
from registry.queries.counting import count_rows

from .logging import log_with_company, log_with_person, promise_with_person

CORRECTABLE = ("kind", "direction", "subject", "body")
FILTERS = (
    Filter(
        name="kind",
        label=gettext_lazy("Kind"),
        choices=InteractionKind.choices,
        apply=lambda rows, value: rows.filter(kind=value),
    ),
    Filter(
        name="author",
        label=gettext_lazy("Written by"),
        choices=[("me", gettext_lazy("me"))],
        apply=lambda rows, _value: rows,
    ),
)


@admin.register(Interaction)
class InteractionAdmin(PagesAdmin):
    """Contacts are written on the pages of persons and companies."""

    def get_urls(self) -> list[URLPattern]:
        """Besides Django's: where the composer posts to."""
        view = self.admin_site.admin_view
        return [
            path(
                "person/<int:key>/", view(log_with_person), name="contacts_log_person"
            ),
            path(
                "company/<int:key>/",
                view(log_with_company),
                name="contacts_log_company",
            ),
            path(
                "person/<int:key>/follow-up/",
                view(promise_with_person),
                name="contacts_promise_person",
            ),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Not here: a contact begins on somebody's page."""
        raise PermissionDenied

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """Newest first, paged by key."""
        self.demand(request, "view")
        user = staff_of(request)
        rows: QuerySet[Any] = Interaction.objects.visible_to(user)
        rows = rows.select_related("author", "company")
        if request.GET.get("author") == "me":
            rows = rows.filter(author=user)
        rows, filters = apply_filters(request, rows, FILTERS)
        page = page_by_key(request, rows, field="at", newest_first=True)
        names = names_of_participants([row.pk for row in page.rows], user)
        filtered = any(one.value for one in filters)
        context = self.context_of(
            request,
            page=page,
            rows=[(row, names.get(row.pk, []), ICONS[row.kind]) for row in page.rows],
            filters=filters,
            filtered=filtered,
            count=count_rows(rows if filtered else Interaction.objects.all()),
        )
        return TemplateResponse(request, "contacts/interaction_list.html", context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """One contact; those who may, correct it."""
        self.demand(request, "view")
        user = staff_of(request)
        if not object_id.isdecimal():
            raise Http404
        rows = Interaction.objects.visible_to(user).select_related("author", "company")
        row = get_object_or_404(rows, pk=object_id)
        may_change = user.has_perm("contacts.change_interaction")
        if request.method == "POST" and not may_change:
            raise PermissionDenied
        form = CorrectionForm(
            request.POST or None, initial={n: getattr(row, n) for n in CORRECTABLE}
        )
        if request.method == "POST" and form.is_valid() and _correct(user, row, form):
            messages.success(request, _("Saved."))
            target = reverse("admin:contacts_interaction_change", args=[row.pk])
            return HttpResponseRedirect(target)
        people = names_of_participants([row.pk], user).get(row.pk, [])
        context = self.context_of(
            request, row=row, people=people, form=form if may_change else None
        )
        return TemplateResponse(request, "contacts/interaction_page.html", context)


def _correct(user: Any, row: Interaction, form: CorrectionForm) -> bool:
    try:
        correct_interaction(actor=user, interaction=row, **form.cleaned_data)
    except ValidationError as error:
        form.take_error(error, "body")
    return not form.errors
