"""Recording an objection or a consent from the person's page (P42)."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from privacy.forms import TwoClickConsentForm, TwoClickObjectionForm
from privacy.services import consents, objections
from registry.desk.staff_of import staff_of
from registry.models import Company, Person


@require_POST
def record_objection(request: HttpRequest, key: int) -> HttpResponse:
    """An objection to direct marketing, in force when the page is shown again."""
    person = _person(request, key, "privacy.add_objection")
    form = TwoClickObjectionForm(request.POST)
    if form.is_valid():
        objections.record_objection(
            actor=staff_of(request),
            person_id=person.pk,
            scope=form.cleaned_data["scope"],
            source="desk",
        )
        messages.success(request, _("The objection is recorded and in force."))
    else:
        messages.error(request, _("The objection was not recorded: check the form."))
    return _back(person)


@require_POST
def record_consent(request: HttpRequest, key: int) -> HttpResponse:
    """A consent to marketing, with its proof."""
    person = _person(request, key, "privacy.add_consentevent")
    form = TwoClickConsentForm(request.POST)
    if form.is_valid():
        consents.record_consent(
            actor=staff_of(request), person_id=person.pk, **form.cleaned_data
        )
        messages.success(request, _("The consent is recorded."))
    else:
        messages.error(request, _("The consent was not recorded: check the form."))
    return _back(person)


@require_POST
def withdraw_consent(request: HttpRequest, key: int) -> HttpResponse:
    """Every consent of hers is taken back, as easily as it was given."""
    person = _person(request, key, "privacy.add_consentevent")
    consents.withdraw_consent(
        actor=staff_of(request), person_id=person.pk, source="desk"
    )
    messages.success(request, _("The consent is withdrawn."))
    return _back(person)


@require_POST
def record_prohibition(request: HttpRequest, key: int) -> HttpResponse:
    """The company wants no marketing: it covers all its people from now on."""
    if not request.user.has_perms(("privacy.add_objection", "registry.view_company")):
        raise PermissionDenied
    company = get_object_or_404(Company, pk=key)
    objections.record_prohibition(
        actor=staff_of(request), company_id=company.pk, source="desk"
    )
    messages.success(request, _("The prohibition is recorded and in force."))
    return HttpResponseRedirect(
        reverse("admin:registry_company_change", args=[company.pk])
    )


def _person(request: HttpRequest, key: int, permission: str) -> Person:
    if not request.user.has_perms((permission, "registry.view_person")):
        raise PermissionDenied
    visible = Person.objects.visible_to(staff_of(request))
    return get_object_or_404(visible, pk=key)


def _back(person: Person) -> HttpResponse:
    return HttpResponseRedirect(
        reverse("admin:registry_person_change", args=[person.pk])
    )
