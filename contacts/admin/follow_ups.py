"""Follow-ups: my open ones, and having done one."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from contacts.exceptions import FollowUpError
from contacts.models import FollowUp
from contacts.queries import visible_follow_ups
from contacts.services import finish_follow_up
from registry.admin.pages import PagesAdmin
from registry.desk.staff_of import staff_of

MOST = 200


def finish(request: HttpRequest, key: int, _context: dict[str, Any]) -> HttpResponse:
    """Done; back to where the button was."""
    if request.method != "POST":
        raise Http404
    user = staff_of(request)
    task = get_object_or_404(visible_follow_ups(FollowUp.objects, user), pk=key)
    try:
        finish_follow_up(actor=user, follow_up=task)
    except FollowUpError as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("Done."))
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    listing = reverse("admin:contacts_followup_changelist")
    return HttpResponseRedirect(wanted if safe else listing)


@admin.register(FollowUp)
class FollowUpAdmin(PagesAdmin):
    """Follow-ups begin on somebody's page; here is the list of what is open."""

    def get_urls(self) -> list[URLPattern]:
        """Besides Django's: having done one."""
        return [self.page("done", finish, verb="change"), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """Mine, or everybody's; the oldest first."""
        self.demand(request, "view")
        user = staff_of(request)
        rows = visible_follow_ups(FollowUp.objects.filter(done_at=None), user)
        everybody = request.GET.get("whose") == "all"
        rows = rows if everybody else rows.filter(owner=user)
        rows = rows.select_related("person", "company", "owner")
        context = self.context_of(
            request,
            tasks=rows.order_by("due_on", "pk")[:MOST],
            everybody=everybody,
            today=timezone.localdate(),
        )
        return TemplateResponse(request, "contacts/follow_up_list.html", context)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Not here: a follow-up begins on somebody's page."""
        raise PermissionDenied

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """To the page of the person or company it is about."""
        self.demand(request, "view")
        if not object_id.isdecimal():
            raise Http404
        rows = visible_follow_ups(FollowUp.objects, staff_of(request))
        task = get_object_or_404(rows, pk=object_id)
        kind, key = (
            ("person", task.person_id)
            if task.person_id
            else ("company", task.company_id)
        )
        return HttpResponseRedirect(
            reverse(f"admin:registry_{kind}_change", args=[key])
        )
