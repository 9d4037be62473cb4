"""Forms of the order pages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext_lazy as _

from registry.forms import DateInput, DeskForm
from registry.models import Person
from registry.services.orders import Line
from registry.validators import validate_free_text

VAT_RATES = ("25.50", "13.50", "10.00", "0.00")


def _vat_choices() -> list[tuple[str, str]]:
    """The rates with the decimal sign of the reader's language."""
    return [(rate, f"{floatformat(rate, -1)} %") for rate in VAT_RATES]


class OrderForm(DeskForm):
    """The order itself; the buyer is fixed by the page it was begun on."""

    collects = {
        "contact": "orders_as_contact.number",
        "ordered_on": "purchases.ordered_on",
        "reference": "purchases.reference",
    }

    contact = forms.ModelChoiceField(
        label=_("Contact"), queryset=Person.objects.none(), required=False
    )
    ordered_on = forms.DateField(label=_("Ordered on"), widget=DateInput())
    reference = forms.CharField(
        label=_("Buyer's reference"),
        max_length=100,
        required=False,
        validators=[validate_free_text],
    )

    def __init__(self, *args: Any, contacts: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if contacts is None:
            del self.fields["contact"]
        else:
            self.fields["contact"].queryset = contacts  # type: ignore[attr-defined]  # a ModelChoiceField


class LineForm(DeskForm):
    """One line."""

    collects = {
        "product": "purchase_lines.product",
        "quantity": "purchase_lines.quantity",
        "unit_price": "purchase_lines.unit_price",
        "vat_rate": "purchase_lines.vat_rate",
    }

    product = forms.CharField(
        label=_("Product"), max_length=200, validators=[validate_free_text]
    )
    quantity = forms.DecimalField(
        label=_("Quantity"),
        min_value=Decimal("0.001"),
        max_digits=12,
        decimal_places=3,
        localize=True,
    )
    unit_price = forms.DecimalField(
        label=_("Price, VAT 0 %"), max_digits=12, decimal_places=4, localize=True
    )
    vat_rate = forms.ChoiceField(label=_("VAT %"), choices=_vat_choices)

    def as_line(self) -> Line:
        """The line for the service."""
        data = self.cleaned_data
        return Line(
            product=data["product"],
            quantity=data["quantity"],
            unit_price=data["unit_price"],
            vat_rate=Decimal(data["vat_rate"]),
        )


LineFormSet = forms.formset_factory(
    LineForm, extra=1, max_num=200, can_delete=True, validate_max=True
)


class InvoiceForm(DeskForm):
    """What makes an invoice of a delivered order."""

    collects = {
        "voucher_number": "vouchers.number",
        "issued_on": "vouchers.issued_on",
        "financial_year_end": "vouchers.financial_year_end",
    }

    voucher_number = forms.CharField(label=_("Voucher number"), max_length=32)
    issued_on = forms.DateField(label=_("Issued on"), widget=DateInput())
    financial_year_end = forms.DateField(
        label=_("Financial year ends"), widget=DateInput()
    )
