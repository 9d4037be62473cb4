"""Restrictions on screen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.models import Restriction
from privacy.services import liftings, restrictions
from registry.law.parameters import number
from registry.models import Person, Staff

from .fields import ReferenceField
from .people import PersonColumn
from .rows import LegalRowAdmin, closing


class RestrictionForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """A restriction on one of the four grounds."""

    person = ReferenceField(Person, label=gettext_lazy("Person (reference)"))


class NoFieldsForm(forms.Form):
    """A confirmation without anything to fill in."""


@admin.register(Restriction)
class RestrictionAdmin(PersonColumn, LegalRowAdmin):
    """Restrictions of processing."""

    form = RestrictionForm
    list_display = ("opened_at", "person_link", "ground", "lifted_at")
    list_filter = ("ground", ("lifted_at", admin.EmptyFieldListFilter))
    list_select_related = ("person",)
    ordering = ("-opened_at", "-pk")
    fields = ("person", "ground", "reason")
    end_columns = ("informed_before_lift_at", "lifted_at", "lifted_by", "lift_reason")
    actions_detail = ("announce", "lift")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The lifting is shown once there is a row."""
        return (*self.fields, "opened_at", *self.end_columns) if obj else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What services write."""
        return ("opened_at", *self.end_columns) if obj else ()

    def create(self, actor: Staff, values: dict[str, Any]) -> Restriction:
        """Open it."""
        person = values.pop("person")
        return restrictions.open_restriction(actor=actor, person_id=person.pk, **values)

    @closing(gettext_lazy("Person has been told"))
    def announce(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Record that the person was told of the coming end."""
        return self.close_page(
            request,
            object_id,
            title=_("The person has been told"),
            explanation=_(
                "Confirm that the person has been told that the restriction will end "
                "(Art. 18(3)). It can be lifted %(days)s days later."
            )
            % {"days": number("restriction_lift_notice_days")},
            form_class=NoFieldsForm,
            close=lambda actor, row, _said: liftings.announce_lifting(
                actor=actor, restriction=row
            ),
        )

    @closing(gettext_lazy("Lift"))
    def lift(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """End the restriction."""
        return self.close_page(
            request,
            object_id,
            title=_("Lift the restriction"),
            close=lambda actor, row, said: restrictions.lift_restriction(
                actor=actor, restriction=row, **said
            ),
        )
