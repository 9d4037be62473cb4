"""Adding a person, and changing one without losing what another saved."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.desk.staff_of import staff_of
from registry.exceptions import (
    InvalidContactPoint,
    PersonRestricted,
    RegistryError,
    StaleVersion,
)
from registry.models import Person, Staff
from registry.models.restricted_field import column_place
from registry.services.companies import create_company
from registry.services.contact_points import give_position
from registry.services.persons import CHANGEABLE, create_person, update_person

from .forms import EditPersonForm, NewPersonForm, PositionForm
from .page import get_person

Context = dict[str, Any]


def add_person(request: HttpRequest, context: Context) -> HttpResponse:
    """The form of a new person."""
    form = NewPersonForm(request.POST or None, initial=_initial())
    if request.method == "POST" and form.is_valid():
        person = _create(staff_of(request), form)
        if person:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(_page_of(person.pk))
    context |= {"form": form, "title": _("New person")}
    return TemplateResponse(request, "registry/person_add.html", context)


def edit_person(request: HttpRequest, key: int, context: Context) -> HttpResponse:
    """The form of a known person. A second saver sees both versions and decides."""
    person = get_person(request, key)
    form = EditPersonForm(request.POST or None, initial=_values_of(person))
    _close_hidden(form, person)
    if request.method == "POST" and form.is_valid():
        try:
            _update(staff_of(request), person, form)
        except StaleVersion:
            return _show_conflict(request, key, form, context)
        except (ValidationError, PersonRestricted) as error:
            form.take_error(error, "family_name")
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(_page_of(key))
    context |= {"form": form, **edit_context(person)}
    return TemplateResponse(request, "registry/person_edit.html", context)


def edit_context(person: Person) -> Context:
    """What the edit page shows besides the form."""
    return {
        "person": person,
        "title": _("Edit %(name)s") % {"name": person.full_name},
        "emails": person.emails.all(),
        "phones": person.phones.all(),
        "positions": [p for p in person.positions.all() if p.ends_on is None],
        "position_form": PositionForm(initial={"starts_on": None}),
    }


def _create(actor: Staff, form: NewPersonForm) -> Person | None:
    data = form.cleaned_data
    try:
        with transaction.atomic():
            person = create_person(
                actor=actor,
                given_name=data["given_name"],
                family_name=data["family_name"],
                collected_on=data["collected_on"],
                channel=data["channel"],
                source_kind=data["source_kind"],
                partner=data["partner"],
                source_detail=data["source_detail"],
                kind=data["kind"],
                language=data["language"],
                private_customer=data["private_customer"],
                emails=[data["email"]] if data["email"] else [],
                phones=[data["phone"]] if data["phone"] else [],
            )
            if data["company"]:
                company = data["found_company"] or create_company(
                    actor=actor, name=data["company"]
                )
                give_position(
                    actor=actor, person=person, company=company, title=data["title"]
                )
    except InvalidContactPoint as error:
        form.take_error(error, "email" if "@" in data["email"] else "phone")
    except (ValidationError, RegistryError) as error:
        form.take_error(error, "family_name")
    else:
        return person
    return None


def _update(actor: Staff, person: Person, form: EditPersonForm) -> None:
    names = [n for n in CHANGEABLE if column_place(n) not in person.hidden_places]
    values = {name: form.cleaned_data[name] for name in names}
    changed = {n: v for n, v in values.items() if getattr(person, n) != v}
    expected = form.cleaned_data["version"]
    if changed or expected != person.version:
        update_person(
            actor=actor, person=person, expected_version=expected, **(changed or values)
        )


def _close_hidden(form: EditPersonForm, person: Person) -> None:
    """A restricted field is shown as a mask and not taken from what is posted."""
    for name in CHANGEABLE:
        if column_place(name) in person.hidden_places:
            form.fields[name] = forms.CharField(
                label=form.fields[name].label, disabled=True, required=False
            )


def _show_conflict(
    request: HttpRequest, key: int, form: EditPersonForm, context: Context
) -> HttpResponse:
    """Theirs beside mine; what was typed stays, saving again is a decision."""
    fresh = get_person(request, key)
    mine = {name: form.cleaned_data[name] for name in CHANGEABLE}
    words = {name: dict(getattr(f, "choices", ())) for name, f in form.fields.items()}
    conflicts = [
        (
            form.fields[name].label,
            words[name].get(getattr(fresh, name), getattr(fresh, name)),
            words[name].get(mine[name], mine[name]),
        )
        for name in CHANGEABLE
        if getattr(fresh, name) != mine[name]
    ]
    again = EditPersonForm(initial={**mine, "version": fresh.version})
    context |= {"form": again, "conflicts": conflicts, **edit_context(fresh)}
    return TemplateResponse(request, "registry/person_edit.html", context, status=409)


def _values_of(person: Person) -> Context:
    return {
        **{name: getattr(person, name) for name in CHANGEABLE},
        "version": person.version,
    }


def _initial() -> dict[str, str | date]:
    return {"collected_on": timezone.localdate(), "channel": "phone"}


def _page_of(key: int) -> str:
    return reverse("admin:registry_person_change", args=[key])
