"""Consents and objections on screen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.models import (
    AssessmentDecision,
    ConsentAction,
    ConsentEvent,
    Objection,
    ObjectionKind,
    OverridingGround,
    Suppression,
)
from privacy.services import consents, objection_decisions, objections
from registry.models import Company, Person, Staff

from . import two_clicks
from .fields import ReferenceField
from .people import PersonColumn
from .rows import LegalRowAdmin, ReasonForm, closing


class ConsentForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """An act of consent with its proof."""

    person = ReferenceField(Person, label=gettext_lazy("Person (reference)"))


@admin.register(ConsentEvent)
class ConsentEventAdmin(PersonColumn, LegalRowAdmin):
    """The consent ledger."""

    form = ConsentForm
    list_display = ("at", "person_link", "purpose", "channel", "topic", "action")
    list_filter = ("action", "purpose", "channel")
    list_select_related = ("person",)
    ordering = ("-at", "-pk")
    fields = (
        "person",
        "action",
        "purpose",
        "channel",
        "topic",
        "text_version",
        "place",
        "evidence",
    )

    def create(self, actor: Staff, values: dict[str, Any]) -> ConsentEvent:
        """One service for giving, one for taking back."""
        person = values.pop("person")
        act = values.pop("action")
        details = {"source": values.pop("place"), **values}
        if act == ConsentAction.WITHDRAWN:
            details.pop("text_version")
            return consents.withdraw_consent(
                actor=actor, person_id=person.pk, **details
            )[0]
        return consents.record_consent(
            actor=actor,
            person_id=person.pk,
            confirmed=act == ConsentAction.CONFIRMED,
            **details,
        )

    def get_urls(self) -> list[URLPattern]:
        """What the person's page posts."""
        view = self.admin_site.admin_view
        return [
            path(
                "person/<int:key>/objection/",
                view(two_clicks.record_objection),
                name="privacy_record_objection",
            ),
            path(
                "person/<int:key>/consent/",
                view(two_clicks.record_consent),
                name="privacy_record_consent",
            ),
            path(
                "person/<int:key>/withdrawal/",
                view(two_clicks.withdraw_consent),
                name="privacy_withdraw_consent",
            ),
            path(
                "company/<int:key>/prohibition/",
                view(two_clicks.record_prohibition),
                name="privacy_record_prohibition",
            ),
            *super().get_urls(),
        ]


class ObjectionForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """An objection of a person, or the prohibition of a company."""

    person = ReferenceField(
        Person, label=gettext_lazy("Person (reference)"), required=False
    )
    company = ReferenceField(
        Company, label=gettext_lazy("Company (reference)"), required=False
    )


class DecisionForm(ReasonForm):
    """What becomes of an objection on own grounds."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=AssessmentDecision.choices,
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("Overriding ground"),
        choices=OverridingGround.choices,
        required=False,
    )
    field_order = ("decision", "ground", "reason")


@admin.register(Objection)
class ObjectionAdmin(PersonColumn, LegalRowAdmin):
    """Objections and prohibitions."""

    form = ObjectionForm
    list_display = (
        "received_at",
        "person_link",
        "company",
        "kind",
        "scope",
        "decided",
    )
    list_filter = ("kind", "decision")
    list_select_related = ("person", "company")
    ordering = ("-received_at", "-pk")
    fields = ("person", "company", "kind", "scope", "grounds", "place")
    readonly_fields = ("decision", "decision_reason", "decided_at", "decided_by")
    actions_detail = ("decide",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The decision is shown once there is a row."""
        return (*self.fields, *self.readonly_fields) if obj else self.fields

    def create(self, actor: Staff, values: dict[str, Any]) -> Objection:
        """A person's objection, or a company's prohibition."""
        source = values.pop("place")
        if company := values.pop("company"):
            return objections.record_prohibition(
                actor=actor, company_id=company.pk, source=source
            )
        person = values.pop("person")
        return objections.record_objection(
            actor=actor, person_id=person.pk, source=source, **values
        )

    @admin.display(description=gettext_lazy("Decision"))
    def decided(self, row: Objection) -> str:
        """Only objections on own grounds are decided."""
        own = row.kind == ObjectionKind.OWN_GROUNDS
        return row.get_decision_display() if own else "–"

    @closing(gettext_lazy("Decide"))
    def decide(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Decide an objection on own grounds."""
        return self.close_page(
            request,
            object_id,
            title=_("Decide the objection"),
            explanation=_(
                "Legitimate interest alone does not override an objection: show the "
                "compelling grounds, or uphold it (Art. 21(1))."
            ),
            form_class=DecisionForm,
            close=lambda actor, row, said: objection_decisions.decide_objection(
                actor=actor, objection=row, **said
            ),
        )


@admin.register(Suppression)
class SuppressionAdmin(LegalRowAdmin):
    """The suppression list: digests only, written by services."""

    list_display = ("since", "kind", "scope", "purpose", "reason", "key_version")
    list_filter = ("kind", "reason", "scope")
    ordering = ("-since", "-pk")
    fields = ("since", "kind", "scope", "purpose", "reason", "key_version")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Written with an objection, a withdrawal or an erasure."""
        return False
