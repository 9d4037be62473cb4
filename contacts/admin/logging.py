"""Writing a note or contact down on the page of a person or company."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contacts.choices import Direction
from contacts.forms import FollowUpForm, InteractionForm
from contacts.services import add_follow_up, log_interaction
from registry.admin.companies.page import get_company
from registry.admin.persons.page import get_person
from registry.desk.staff_of import staff_of
from registry.models import Company, Person


@require_POST
def log_with_person(request: HttpRequest, key: int) -> HttpResponse:
    """Save and stay on the page; with an error, the page again with what was typed."""
    _demand(request, "contacts.add_interaction", "registry.view_person")
    person = get_person(request, key)
    _refuse_restricted(person)
    form = InteractionForm(request.POST, person=person)
    if form.is_valid() and _save(request, form, person=person):
        return _back(request, person)
    return show_page_again(request, person, interaction_form=form)


@require_POST
def log_with_company(request: HttpRequest, key: int) -> HttpResponse:
    """The same about a company, with no person."""
    _demand(request, "contacts.add_interaction", "registry.view_company")
    company = get_company(key)
    form = InteractionForm(request.POST)
    if form.is_valid() and _save(request, form, company=company):
        return _back(request, company)
    return show_page_again(request, company, interaction_form=form)


@require_POST
def promise_with_person(request: HttpRequest, key: int) -> HttpResponse:
    """A follow-up of one's own about a person."""
    _demand(request, "contacts.add_followup", "registry.view_person")
    person = get_person(request, key)
    _refuse_restricted(person)
    form = FollowUpForm(request.POST)
    if form.is_valid():
        add_follow_up(actor=staff_of(request), person=person, **form.cleaned_data)
        return _back(request, person)
    return show_page_again(request, person, follow_up_form=form)


def show_page_again(
    request: HttpRequest, subject: Person | Company, **forms: Any
) -> HttpResponse:
    """The subject's page with bound forms, which the panels take from the request."""
    for name, form in forms.items():
        setattr(request, name, form)
    page = admin.site._registry[type(subject)]  # noqa: SLF001  # the site offers no getter that keeps the type
    response: HttpResponse = page.change_view(
        request, str(subject.pk), extra_context={"status": 422}
    )
    return response


def _save(
    request: HttpRequest,
    form: InteractionForm,
    *,
    person: Person | None = None,
    company: Company | None = None,
) -> bool:
    data, actor = form.cleaned_data, staff_of(request)
    try:
        with transaction.atomic():
            log_interaction(
                actor=actor,
                kind=data["kind"],
                at=data["at"] or timezone.now(),
                persons=[person] if person else [],
                company=company or data.get("company"),
                body=data["body"],
                direction=Direction.NONE if data["kind"] == "note" else Direction.OUT,
                started_by_customer=data["started_by_customer"],
            )
            if data["follow_up_on"]:
                add_follow_up(
                    actor=actor,
                    due_on=data["follow_up_on"],
                    text=data["body"].splitlines()[0][:300],
                    person=person,
                    company=company,
                )
    except ValidationError as error:
        form.take_error(error, "body")
    return not form.errors


def _refuse_restricted(person: Person) -> None:
    guard = getattr(person, "guard", None)
    if guard and guard.restricted:
        raise PermissionDenied


def _demand(request: HttpRequest, *permissions: str) -> None:
    if not request.user.has_perms(permissions):
        raise PermissionDenied


def _back(request: HttpRequest, subject: Person | Company) -> HttpResponse:
    messages.success(request, _("Saved."))
    name = f"admin:registry_{subject._meta.model_name}_change"
    return HttpResponseRedirect(reverse(name, args=[subject.pk]))
