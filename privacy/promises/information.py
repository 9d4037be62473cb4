"""P35: what must be given and what is voluntary is known, said, and kept to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from django import forms
from django.conf import settings
from django.utils.translation import override

from registry.admin.companies.forms import NewCompanyForm
from registry.admin.orders.forms import InvoiceForm, LineForm, OrderForm
from registry.admin.persons.forms import NewPersonForm, PositionForm
from registry.forms import DeskForm, obligation_of
from registry.seams.personal_data import Obligation, Origin, registry_of_holdings

from .checks import counted

FORMS_OF_AN_ORDER: Final[tuple[type[DeskForm], ...]] = (
    NewPersonForm,
    PositionForm,
    NewCompanyForm,
    OrderForm,
    LineForm,
    InvoiceForm,
)
"""Everything that is filled in from a new customer to an invoice."""


@counted(
    "P35", "voluntary fields that block an order, or consequences that are not said"
)
def voluntary_is_voluntary(_on: date) -> int:
    """Art. 13(2)(e): required by contract, by law, or voluntary without consequence."""
    blocking = [place for form in FORMS_OF_AN_ORDER for place in blocking_fields(form)]
    return len(blocking) + len(list(unsaid_consequences()))


def blocking_fields(form: type[DeskForm]) -> Iterator[str]:
    """Fields for what a person gives of her own will that the form insists on. A choice
    always has an answer; a position begins with its company."""
    for name, datum in form.collects.items():
        field = form.base_fields.get(name)
        if field is None or not field.required or isinstance(field, forms.ChoiceField):
            continue
        key, _dot, of = datum.partition(".")
        given = registry_of_holdings[key].fields[of].origin == Origin.PROVIDED
        if given and obligation_of(datum) == Obligation.VOLUNTARY:
            yield f"{form.__name__}.{name}"


def unsaid_consequences() -> Iterator[str]:
    """Obligations whose consequence is missing in a language, or said in one language
    only: the notice's two versions differed here (D11)."""
    for one in Obligation:
        said = set()
        for code, _name in settings.LANGUAGES:
            with override(code):
                said.add(str(one.consequence))
        if len(said) < len(settings.LANGUAGES) or "" in said:
            yield one.value
