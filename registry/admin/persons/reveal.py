"""A restricted person's page opens only after its reader has said why (Art. 18(2))."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from registry.desk.staff_of import staff_of
from registry.models import LawfulUse, Person, RestrictedAct
from registry.models.showing import LOOK_LASTS
from registry.services.restricted_use import log_restricted_use, may_look
from registry.validators import validate_free_text

from .page import get_person

Context = dict[str, Any]


class RevealForm(forms.Form):
    """Why restricted data is looked at."""

    use = forms.ChoiceField(
        label=_("What for"),
        choices=[("", _("Choose")), *LawfulUse.choices],
        widget=forms.Select({"class": "k-input"}),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        validators=[validate_free_text],
        help_text=_("The person can read it in a copy of her data."),
        widget=forms.Textarea({"class": "k-input", "rows": 3}),
    )


def is_closed(request: HttpRequest, person: Person) -> bool:
    """Whether this reader has to say first why she looks."""
    guard = getattr(person, "guard", None)
    if guard is None or not guard.restricted:
        return False
    return not may_look(actor=staff_of(request), person_id=person.pk)


def closed_page(
    request: HttpRequest, person: Person, context: Context, form: RevealForm | None
) -> HttpResponse:
    """The page without any data, and the form that opens it."""
    context |= {
        "person": person,
        "form": form or RevealForm(),
        "minutes": LOOK_LASTS.seconds // 60,
    }
    return TemplateResponse(
        request,
        "registry/person_restricted.html",
        context,
        status=422 if form is not None else 200,
    )


def reveal_person(request: HttpRequest, key: int, context: Context) -> HttpResponse:
    """Log the reason, then show the page for fifteen minutes."""
    person = get_person(request, key)
    form = RevealForm(request.POST or None)
    if request.method == "POST" and not form.is_valid():
        return closed_page(request, person, context, form)
    if request.method == "POST":
        log_restricted_use(
            actor=staff_of(request),
            person_id=person.pk,
            act=RestrictedAct.LOOK,
            use=LawfulUse(form.cleaned_data["use"]),
            reason=form.cleaned_data["reason"],
        )
    return HttpResponseRedirect(reverse("admin:registry_person_change", args=[key]))
