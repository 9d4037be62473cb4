"""The page on which the end of a customer relationship is recorded or taken back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.choices import EndReason
from registry.desk.staff_of import staff_of
from registry.exceptions import RegistryError
from registry.forms import DateInput, DeskForm
from registry.law.calendar import add_months
from registry.models import Company, Person
from registry.queries.relationships import relationship_of
from registry.services.clocks import periods
from registry.services.relationships import end_relationship, withdraw_end

from .companies.page import get_company
from .persons.page import get_person

Context = dict[str, Any]
NOT_CHOSEN = ("", "–")
OF_PERSONS = [NOT_CHOSEN] + [c for c in EndReason.choices if c[0] != EndReason.CEASED]


class EndForm(DeskForm):
    """The last day of the relationship, and why; a closed list holds no gossip."""

    on = forms.DateField(
        label=gettext_lazy("Last day of the relationship"), widget=DateInput()
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Why it ends"),
        choices=[NOT_CHOSEN, *EndReason.choices],
    )


def end_of_person(request: HttpRequest, key: int, context: Context) -> HttpResponse:
    """A private customer's own relationship."""
    person = get_person(request, key)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    form.fields["reason"].choices = OF_PERSONS  # type: ignore[attr-defined]  # a ChoiceField
    return _answer(request, person, form, context | {"name": person.full_name})


def end_of_company(request: HttpRequest, key: int, context: Context) -> HttpResponse:
    """A company's relationship; its people's clocks follow."""
    company = get_company(key)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    return _answer(request, company, form, context | {"name": company.name})


def _answer(
    request: HttpRequest, subject: Person | Company, form: EndForm, context: Context
) -> HttpResponse:
    is_company = isinstance(subject, Company)
    whose: dict[str, Any] = {"company" if is_company else "person": subject}
    page = "registry_company_change" if is_company else "registry_person_change"
    back = reverse(f"admin:{page}", args=[subject.pk])
    if request.method == "POST" and _carry_out(request, form, whose):
        return HttpResponseRedirect(back)
    known = relationship_of(subject, today=timezone.localdate())
    context |= {
        "title": _("End of the customer relationship"),
        "form": form,
        "known": known,
        "back": back,
        "is_company": is_company,
        "reason": dict(EndReason.choices).get(
            known.ending.evidence_type if known.ending else "", ""
        ),
        "example": _example(),
    }
    status = 422 if form.errors else 200
    return TemplateResponse(
        request, "registry/relationship_end.html", context, status=status
    )


def _carry_out(request: HttpRequest, form: EndForm, whose: dict[str, Any]) -> bool:
    if request.POST.get("act") == "withdraw":
        return _take_back(request, whose)
    if not form.is_valid():
        return False
    data = form.cleaned_data
    try:
        end_relationship(
            actor=staff_of(request),
            on=data["on"],
            reason=EndReason(data["reason"]),
            **whose,
        )
    except RegistryError as error:
        form.take_error(error, "on")
        return False
    messages.success(request, _("The end of the relationship is recorded."))
    return True


def _take_back(request: HttpRequest, whose: dict[str, Any]) -> bool:
    try:
        withdraw_end(actor=staff_of(request), **whose)
    except RegistryError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The end of the relationship is taken back."))
    return True


def _example() -> Any:
    """The last day of storage if it ended today."""
    months = periods().relationship
    return months and add_months(timezone.localdate(), months)
