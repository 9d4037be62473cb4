"""The record of processing, balancing tests, recipients and disclosures on screen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.models import (
    Activity,
    BalancingTest,
    Disclosure,
    Recipient,
    SubjectKind,
)
from privacy.services import activities, disclosures
from registry.admin.base import BaseModelAdmin
from registry.desk.staff_of import staff_of
from registry.models import Person, Staff
from registry.seams.personal_data import Category

from .balancing_tests import changes_of, decided_against, next_version_of
from .fields import ManyChoicesField, ReferenceField
from .people import PersonColumn
from .rows import LegalRowAdmin, NoFieldsForm, closing


class ActivityForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """One activity."""

    subjects = ManyChoicesField(
        choices=SubjectKind.choices, label=gettext_lazy("Data subjects")
    )
    categories = ManyChoicesField(
        choices=Category.choices, label=gettext_lazy("Categories of data")
    )


@admin.register(Activity)
class ActivityAdmin(BaseModelAdmin):
    """The record of processing (Art. 30)."""

    form = ActivityForm
    list_display = ("name", "basis", "interest", "started_on", "ended_on")
    list_filter = ("basis", ("ended_on", admin.EmptyFieldListFilter))
    ordering = ("slug",)
    fieldsets = (
        (None, {"fields": ("slug", "basis", "interest", "started_on", "ended_on")}),
        (
            gettext_lazy("Finnish"),
            {"fields": ("name_fi", "purpose_fi", "retention_fi")},
        ),
        (
            gettext_lazy("Swedish"),
            {"fields": ("name_sv", "purpose_sv", "retention_sv")},
        ),
        (
            gettext_lazy("English"),
            {"fields": ("name_en", "purpose_en", "retention_en")},
        ),
        (
            gettext_lazy("Data"),
            {"fields": ("subjects", "categories", "recipients")},
        ),
    )


@admin.register(BalancingTest)
class BalancingTestAdmin(LegalRowAdmin):
    """Balancing tests: written by one, approved by another."""

    list_display = ("activity", "version", "result", "valid_from", "review_by")
    list_filter = ("result", ("approver", admin.EmptyFieldListFilter))
    list_select_related = ("activity",)
    ordering = ("activity", "-version")
    fields = (
        "activity",
        "version",
        "purpose",
        "necessity",
        "balance",
        "safeguards",
        "result",
        "valid_from",
        "review_by",
    )
    readonly_fields = (
        "author",
        "approver",
        "approved_at",
        "objections_decided",
        "changes",
    )
    actions_detail = ("approve", "new_version")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who wrote and approved it is shown once there is a row."""
        return (*self.fields, *self.readonly_fields) if obj else self.fields

    def has_change_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        """A draft may be edited, an approved test never."""
        approved = isinstance(obj, BalancingTest) and obj.approver_id is not None
        return not approved and self.has_close_permission(request)

    def save_model(
        self,
        request: HttpRequest,
        obj: Any,
        form: Any,
        change: bool,  # noqa: FBT001  # Django calls it so
    ) -> None:
        """The user who writes it is its author."""
        if not change:
            obj.author = staff_of(request)
        obj.save()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new version starts from the words of the last one."""
        return next_version_of(request.GET.get("activity", ""))

    @admin.display(description=gettext_lazy("Objections decided against it"))
    def objections_decided(self, test: BalancingTest) -> str:
        """How many stopped the activity, and how many it overrode."""
        return decided_against(test)

    @admin.display(description=gettext_lazy("Changes from the version before"))
    def changes(self, test: BalancingTest) -> SafeString | str:
        """Removed words struck through, new ones underlined."""
        return changes_of(test)

    @closing(gettext_lazy("Write a new version"))
    def new_version(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The form, filled in with the newest version of the same activity."""
        test = get_object_or_404(BalancingTest, pk=object_id)
        address = reverse("admin:privacy_balancingtest_add")
        return redirect(f"{address}?activity={test.activity_id}")

    @closing(gettext_lazy("Approve"))
    def approve(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Approve the test."""
        return self.close_page(
            request,
            object_id,
            title=_("Approve the balancing test"),
            explanation=_("After approval the test can no longer be changed."),
            form_class=NoFieldsForm,
            close=lambda actor, row, _said: activities.approve_balancing_test(
                actor=actor, test=row
            ),
        )


class RecipientForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """One recipient."""

    categories = ManyChoicesField(
        choices=Category.choices,
        label=gettext_lazy("Categories of data"),
        required=False,
    )


@admin.register(Recipient)
class RecipientAdmin(BaseModelAdmin):
    """Recipients of personal data, by name."""

    form = RecipientForm
    list_display = (
        "name",
        "role",
        "service",
        "country",
        "contract_on",
        "privacy_email",
        "ended_on",
    )
    list_filter = ("role", "country", ("privacy_email", admin.EmptyFieldListFilter))
    ordering = ("name",)


class DisclosureForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """What was given about one person."""

    person = ReferenceField(Person, label=gettext_lazy("Person (reference)"))
    categories = ManyChoicesField(
        choices=Category.choices, label=gettext_lazy("Categories of data")
    )


@admin.register(Disclosure)
class DisclosureAdmin(PersonColumn, LegalRowAdmin):
    """Disclosures, one row a person."""

    form = DisclosureForm
    list_display = ("at", "person_link", "recipient", "purpose", "ground")
    list_filter = ("recipient", "purpose")
    list_select_related = ("person", "recipient")
    ordering = ("-at", "-pk")
    fields = ("recipient", "person", "categories", "purpose", "ground")

    def create(self, actor: Staff, values: dict[str, Any]) -> Disclosure:
        """Record it."""
        person = values.pop("person")
        disclosures.record_disclosure(actor=actor, person_ids=[person.pk], **values)
        return Disclosure.objects.filter(person=person).latest("pk")
