"""Forms of the company pages."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from registry.choices import AddressKind, LegalForm
from registry.forms import DateInput, DeskForm
from registry.models import Company
from registry.queries.search import read_query
from registry.validators import validate_business_id, validate_free_text


class CompanyForm(DeskForm):
    """What the register says of a company."""

    collects = {
        "name": "sole_trades.name",
        "business_id": "sole_trades.business_id",
        "legal_form": "sole_trades.legal_form",
        "industry_code": "sole_trades.industry_code",
        "municipality_code": "sole_trades.municipality_code",
    }

    name = forms.CharField(
        label=_("Name"), max_length=200, validators=[validate_free_text]
    )
    business_id = forms.CharField(
        label=_("Business id"),
        max_length=20,
        required=False,
        help_text=_("Y-tunnus, VAT number or OVT code."),
    )
    legal_form = forms.ChoiceField(
        label=_("Legal form"), choices=LegalForm.choices, initial=LegalForm.OY
    )
    industry_code = forms.RegexField(
        r"^[0-9]{2,5}$",
        label=_("Industry code"),
        required=False,
        help_text=_("TOL, 2–5 digits."),
    )
    municipality_code = forms.RegexField(
        r"^[0-9]{3}$", label=_("Municipality code"), required=False
    )
    dissolved_on = forms.DateField(
        label=_("Dissolved on"), required=False, widget=DateInput()
    )
    is_sole_trader = forms.BooleanField(label=_("Sole trader"), required=False)
    wide = ("name", "is_sole_trader")

    def clean_business_id(self) -> str | None:
        """``1234567-1`` from any form; None where nothing was typed."""
        typed = self.cleaned_data["business_id"].strip()
        if not typed:
            return None
        business_id = read_query(typed).business_id or typed
        validate_business_id(business_id)
        return business_id


class NewCompanyForm(CompanyForm):
    """A new company, with its first address if it is at hand."""

    street = forms.CharField(
        label=_("Street address"),
        max_length=200,
        required=False,
        validators=[validate_free_text],
    )
    postal_code = forms.CharField(label=_("Postal code"), max_length=12, required=False)
    city = forms.CharField(label=_("Town"), max_length=100, required=False)

    def clean_business_id(self) -> str | None:
        """Not one that is in the register already."""
        business_id = super().clean_business_id()
        if business_id and Company.objects.filter(business_id=business_id).exists():
            raise ValidationError(_("A company with this business id is known."))
        return business_id


class EditCompanyForm(CompanyForm):
    """With the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class AddressForm(DeskForm):
    """One more address."""

    collects = {
        "kind": "addresses.kind",
        "street": "addresses.street",
        "postal_code": "addresses.postal_code",
        "city": "addresses.city",
    }

    kind = forms.ChoiceField(label=_("Kind"), choices=AddressKind.choices)
    street = forms.CharField(
        label=_("Street address"), max_length=200, validators=[validate_free_text]
    )
    postal_code = forms.CharField(label=_("Postal code"), max_length=12, required=False)
    city = forms.CharField(label=_("Town"), max_length=100, required=False)


class EInvoiceForm(DeskForm):
    """One more e-invoice address."""

    address = forms.CharField(label=_("E-invoice address"), max_length=35)
    operator = forms.CharField(
        label=_("Operator"),
        max_length=35,
        help_text=_("Operator id, for example 003721291126."),
    )
