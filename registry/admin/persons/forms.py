"""Forms of the person pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.choices import Channel, Language, PersonKind, SourceKind
from registry.forms import CompanyField, DateInput, DeskForm, find_company
from registry.models import Partner
from registry.validators import validate_free_text


class PersonForm(DeskForm):
    """Name, kind and language."""

    collects = {
        "given_name": "persons.given_name",
        "family_name": "persons.family_name",
        "kind": "persons.kind",
        "language": "persons.language",
        "private_customer": "persons.private_customer",
    }

    given_name = forms.CharField(
        label=_("Given name"),
        max_length=100,
        required=False,
        validators=[validate_free_text],
    )
    family_name = forms.CharField(
        label=_("Family name"),
        max_length=100,
        required=False,
        validators=[validate_free_text],
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=PersonKind.choices)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    private_customer = forms.BooleanField(
        label=_("Buys as a private person"), required=False
    )
    wide: tuple[str, ...] = ("private_customer",)

    def clean(self) -> dict[str, Any]:
        """At least one name."""
        data = super().clean() or {}
        if not (data.get("given_name") or data.get("family_name") or self.errors):
            self.add_error("family_name", _("Give at least one name."))
        return data


class EditPersonForm(PersonForm):
    """With the version that was read, so that nobody overwrites unseen changes."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class NewPersonForm(PersonForm):
    """Everything a new person needs, her source among it (Art. 14, notice P31)."""

    collects = {
        "given_name": "persons.given_name",
        "family_name": "persons.family_name",
        "kind": "persons.kind",
        "language": "persons.language",
        "private_customer": "persons.private_customer",
        "email": "emails.address",
        "phone": "phones.e164",
        "company": "positions.company",
        "title": "positions.title",
        "source_kind": "sources.kind",
        "channel": "sources.channel",
        "partner": "sources.partner",
        "source_detail": "sources.detail",
        "collected_on": "sources.collected_on",
    }

    email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    company = CompanyField(required=False)
    create_company = forms.BooleanField(
        label=_("Create the company if it is not in the register"), required=False
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        required=False,
        validators=[validate_free_text],
    )
    source_kind = forms.ChoiceField(
        label=_("The data came from"), choices=SourceKind.choices
    )
    channel = forms.ChoiceField(label=_("Through"), choices=Channel.choices)
    partner = forms.ModelChoiceField(
        label=_("Partner"), queryset=Partner.objects.order_by("name"), required=False
    )
    source_detail = forms.CharField(
        label=_("More about the source"),
        max_length=200,
        required=False,
        validators=[validate_free_text],
        help_text=_("For example the name of the fair."),
    )
    collected_on = forms.DateField(label=_("Collected on"), widget=DateInput())
    field_order = (
        "given_name",
        "family_name",
        "email",
        "phone",
        "company",
        "title",
        "create_company",
        "kind",
        "language",
    )
    wide = ("private_customer", "create_company")

    def clean(self) -> dict[str, Any]:
        """The company meant; a partner where the data came from one."""
        data = super().clean()
        if typed := data.get("company"):
            data["found_company"] = self._company_of(typed)
        partner = data.get("partner")
        if data.get("source_kind") == SourceKind.PARTNER and not partner:
            self.add_error("partner", _("Name the partner the data came from."))
        if data.get("source_kind") == SourceKind.SELF:
            data["partner"] = None
        if (day := data.get("collected_on")) and day > timezone.localdate():
            self.add_error("collected_on", _("The day is in the future."))
        return data

    def _company_of(self, typed: str) -> Any:
        try:
            found = find_company(typed)
        except ValidationError as error:
            self.add_error("company", error)
            return None
        if found is None and not self.cleaned_data.get("create_company"):
            self.add_error(
                "company",
                _("No such company. Tick the box below to create it."),
            )
        return found


class ContactPointForm(DeskForm):
    """One new e-mail address or phone number."""

    value = forms.CharField(max_length=254)


class PositionForm(DeskForm):
    """A position at a company."""

    collects = {
        "company": "positions.company",
        "title": "positions.title",
        "work_tasks": "positions.work_tasks",
        "starts_on": "positions.starts_on",
    }

    company = CompanyField()
    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        required=False,
        validators=[validate_free_text],
    )
    work_tasks = forms.CharField(
        label=_("Work tasks"),
        max_length=300,
        required=False,
        validators=[validate_free_text],
        help_text=_("What the person decides or prepares, as told by someone."),
    )
    starts_on = forms.DateField(label=_("From"), required=False, widget=DateInput())
    wide = ("work_tasks",)

    def clean_company(self) -> Any:
        """The company itself."""
        found = find_company(self.cleaned_data["company"])
        if found is None:
            raise ValidationError(_("No such company in the register."))
        return found
