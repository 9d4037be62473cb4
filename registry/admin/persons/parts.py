"""E-mail addresses, numbers and positions on the edit page: one small form each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.desk.staff_of import staff_of
from registry.exceptions import InvalidContactPoint, PersonRestricted
from registry.models import Person
from registry.services import contact_points as services

from .editing import edit_context
from .forms import EditPersonForm, PositionForm
from .page import get_person

Context = dict[str, Any]


def change_part(request: HttpRequest, key: int, context: Context) -> HttpResponse:
    """One posted change; back to the edit page, with the error where there is one."""
    person = get_person(request, key)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None or request.method != "POST":
        raise Http404
    try:
        errors = act(request, person)
    except PersonRestricted as error:
        messages.error(request, error.message)
        return HttpResponseRedirect(reverse("admin:registry_person_change", args=[key]))
    if not errors:
        messages.success(request, _("Saved."))
        target = reverse("admin:registry_person_edit", args=[key])
        return HttpResponseRedirect(target)
    values = {name: getattr(person, name) for name in EditPersonForm.base_fields}
    context |= {"form": EditPersonForm(initial=values)} | edit_context(person) | errors
    return TemplateResponse(request, "registry/person_edit.html", context, status=422)


def _add_email(request: HttpRequest, person: Person) -> Context:
    value = request.POST.get("value", "")[:254]
    try:
        services.give_email(actor=staff_of(request), person=person, address=value)
    except InvalidContactPoint as error:
        return {"email_error": error.message, "email_typed": value}
    return {}


def _add_phone(request: HttpRequest, person: Person) -> Context:
    value = request.POST.get("value", "")[:40]
    try:
        services.give_phone(actor=staff_of(request), person=person, number=value)
    except InvalidContactPoint as error:
        return {"phone_error": error.message, "phone_typed": value}
    return {}


def _point(request: HttpRequest, person: Person) -> services.Point:
    rows: Any = {"email": person.emails, "phone": person.phones}.get(
        request.POST.get("point", "")
    )
    if rows is None:
        raise Http404
    return get_object_or_404(rows.all(), pk=_key(request))  # type: ignore[no-any-return]  # one of two models


def _prefer(request: HttpRequest, person: Person) -> Context:
    services.prefer_point(actor=staff_of(request), point=_point(request, person))
    return {}


def _remove(request: HttpRequest, person: Person) -> Context:
    services.remove_point(actor=staff_of(request), point=_point(request, person))
    return {}


def _take_position(request: HttpRequest, person: Person) -> Context:
    form = PositionForm(request.POST)
    if not form.is_valid():
        return {"position_form": form}
    try:
        services.give_position(
            actor=staff_of(request), person=person, **form.cleaned_data
        )
    except ValidationError as error:
        form.take_error(error, "company")
        return {"position_form": form}
    return {}


def _end_position(request: HttpRequest, person: Person) -> Context:
    position = get_object_or_404(person.positions.all(), pk=_key(request))
    services.end_position(
        actor=staff_of(request), position=position, on=timezone.localdate()
    )
    return {}


def _key(request: HttpRequest) -> int:
    key = request.POST.get("pk", "")
    return int(key) if key.isdecimal() and len(key) < 19 else 0


ACTS: dict[str, Callable[[HttpRequest, Person], Context]] = {
    "add_email": _add_email,
    "add_phone": _add_phone,
    "prefer": _prefer,
    "remove": _remove,
    "take_position": _take_position,
    "end_position": _end_position,
}
