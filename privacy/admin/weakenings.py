"""«Waiting for a second person»: what weakens protection, confirmed or withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.exceptions import PrivacyError
from privacy.models import Weakening, WeakeningKind
from privacy.services.weakenings import (
    confirm_weakening,
    describe_weakening,
    earliest_effect,
    withdraw_weakening,
)
from registry.admin.pages import Context, PagesAdmin
from registry.desk.lists import Filter, apply_filters, page_by_key
from registry.desk.staff_of import staff_of
from registry.forms import DeskForm
from registry.queries.counting import count_rows

from .case_pages import demand
from .hold_forms import WhyForm, staff_name

CONFIRM = "privacy.confirm_weakening"
STATES: dict[str, tuple[Any, Callable[[Any], Any]]] = {
    "to_confirm": (
        gettext_lazy("Waiting for a second person"),
        lambda rows: rows.to_confirm(),
    ),
    "waiting": (
        gettext_lazy("Confirmed, waiting"),
        lambda rows: rows.open().exclude(confirmed_at=None),
    ),
    "done": (
        gettext_lazy("Carried out"),
        lambda rows: rows.exclude(carried_out_at=None),
    ),
    "withdrawn": (
        gettext_lazy("Withdrawn"),
        lambda rows: rows.exclude(withdrawn_at=None),
    ),
}


@admin.register(Weakening)
class WeakeningAdmin(PagesAdmin):
    """A list; each open row is confirmed by another person, or withdrawn."""

    def get_urls(self) -> list[URLPattern]:
        """Confirm and withdraw before Django's own pages."""
        return [
            self.page("confirm", self.confirm_page, verb="view"),
            self.page("withdraw", self.withdraw_page, verb="change"),
            *super().get_urls(),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Asked for on the page of the rule or hold."""
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """Those that wait first; the others by filter."""
        self.demand(request, "view")
        rows: Any = Weakening.objects.select_related("requested_by", "confirmed_by")
        rows, filters = apply_filters(request, rows, _filters())
        page = page_by_key(request, rows, field="requested_at", newest_first=True)
        for one in page.rows:
            dress(one, request)
        context = self.context_of(
            request,
            page=page,
            filters=filters,
            count=count_rows(rows),
            filtered=any(one.value for one in filters),
        )
        return TemplateResponse(request, "privacy/desk/weakening_list.html", context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """What it is about has a page of its own."""
        self.demand(request, "view")
        key = int(object_id) if object_id.isdecimal() else 0
        weakening = get_object_or_404(Weakening, pk=key)
        url = describe_weakening(weakening).url
        return redirect(url or "admin:privacy_weakening_changelist")

    def confirm_page(
        self, request: HttpRequest, key: int, context: Context
    ) -> HttpResponse:
        """What is asked for, why, and since when; then one button."""
        demand(request, CONFIRM)
        return _act(
            request,
            key,
            context,
            form_class=DeskForm,
            heading=_("Confirm as the second person"),
            button=_("Confirm"),
            act=lambda one, _said: confirm_weakening(
                actor=staff_of(request), weakening=one
            ),
            done=_("Confirmed."),
        )

    def withdraw_page(
        self, request: HttpRequest, key: int, context: Context
    ) -> HttpResponse:
        """Withdraw it, with a reason."""
        return _act(
            request,
            key,
            context,
            form_class=WhyForm,
            heading=_("Withdraw the request"),
            button=_("Withdraw"),
            act=lambda one, said: withdraw_weakening(
                actor=staff_of(request), weakening=one, **said
            ),
            done=_("Withdrawn."),
        )


def dress(weakening: Any, request: HttpRequest) -> Any:
    """Adds what the screens say: subject, state, who, and what this user may do."""
    user = staff_of(request)
    weakening.about = describe_weakening(weakening)
    weakening.earliest = earliest_effect(weakening.requested_at)
    weakening.asked_by = staff_name(weakening.requested_by)
    confirmed_by = weakening.confirmed_by
    weakening.second = staff_name(confirmed_by) if confirmed_by else ""
    weakening.state_word, weakening.state_tone = _state(weakening)
    weakening.is_own = weakening.requested_by_id == user.pk
    unconfirmed = weakening.is_open and weakening.confirmed_at is None
    weakening.may_confirm = (
        unconfirmed and not weakening.is_own and user.has_perm(CONFIRM)
    )
    weakening.may_withdraw = weakening.is_open and user.has_perm(
        "privacy.change_weakening"
    )
    return weakening


def _state(weakening: Weakening) -> tuple[Any, str]:
    if weakening.withdrawn_at:
        return STATES["withdrawn"][0], ""
    if weakening.carried_out_at:
        return STATES["done"][0], "good"
    if weakening.confirmed_at:
        return STATES["waiting"][0], "accent"
    return STATES["to_confirm"][0], "warn"


def _filters() -> tuple[Filter, ...]:
    return (
        Filter(
            name="state",
            label=gettext_lazy("State"),
            choices=[(name, label) for name, (label, _apply) in STATES.items()],
            apply=lambda rows, value: STATES[value][1](rows),
        ),
        Filter(
            name="kind",
            label=gettext_lazy("What is weakened"),
            choices=WeakeningKind.choices,
            apply=lambda rows, value: rows.filter(kind=value),
        ),
    )


def _act(
    request: HttpRequest,
    key: int,
    context: Context,
    *,
    form_class: type[DeskForm],
    heading: str,
    button: str,
    act: Callable[[Weakening, dict[str, Any]], object],
    done: str,
) -> HttpResponse:
    rows = Weakening.objects.select_related("requested_by", "confirmed_by")
    weakening = dress(get_object_or_404(rows, pk=key), request)
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            act(weakening, form.cleaned_data)
        except PrivacyError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, done)
            return redirect(weakening.about.url or "admin:privacy_weakening_changelist")
    context |= {
        "one": weakening,
        "form": form,
        "heading": heading,
        "button": button,
        "now": timezone.now(),
    }
    return TemplateResponse(request, "privacy/desk/weakening_act.html", context)
