"""Forms of the desk: plain Django forms with the desk's look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from registry.exceptions import RegistryError
from registry.law.folding import fold
from registry.models import Company
from registry.queries.search import read_query
from registry.seams.personal_data import Obligation, registry_of_holdings
from registry.validators import validate_free_text

CLASS = {
    forms.CheckboxInput: "",
    forms.RadioSelect: "",
    forms.HiddenInput: "",
}


class DeskForm(forms.Form):
    """Gives every widget the desk's class and ties errors to their fields."""

    required_css_class = "required"
    wide: tuple[str, ...] = ()
    """Fields that take the whole width."""
    collects: Mapping[str, str] = {}
    """Which field of the form fills which datum of the map: ``persons.given_name``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if type(field.widget) not in CLASS:
                field.widget.attrs.setdefault("class", "k-input")

        for name, datum in self.collects.items():
            if name in self.fields:
                self.fields[name].obligation = obligation_of(datum)  # type: ignore[attr-defined]  # read by the template

    @property
    def obligations(self) -> list[Obligation]:
        """Those that its fields have, for the words below the form (notice P35)."""
        found = {obligation_of(datum) for datum in self.collects.values()}
        return [one for one in Obligation if one in found]

    def take_error(self, error: ValidationError | RegistryError, field: str) -> None:
        """Show a service's refusal: at its own field where this form has one."""
        if isinstance(error, RegistryError):
            self.add_error(field if field in self.fields else None, error.message)
            return
        by_field = getattr(error, "error_dict", {NON_FIELD_ERRORS: [error]})
        for name, errors in by_field.items():
            self.add_error(name if name in self.fields else None, errors)


def obligation_of(datum: str) -> Obligation:
    """Why ``holding.field`` must be given, or that it need not be."""
    key, _dot, name = datum.partition(".")
    return Obligation(registry_of_holdings[key].fields[name].obligation)


class DateInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class CompanyField(forms.CharField):
    """A company by its reference, business id (any form) or exact name."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Company"))
        kwargs.setdefault("help_text", _("Name or business id."))
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault("validators", [validate_free_text])
        super().__init__(**kwargs)


def find_company(typed: str) -> Company | None:
    """The company meant; ValidationError where several have that name."""
    reading = read_query(typed)
    if reading.business_id:
        return Company.objects.filter(business_id=reading.business_id).first()
    if reading.reference:
        return Company.objects.filter(reference=reading.reference).first()
    named = list(Company.objects.filter(search_text=fold(typed))[:2])
    if len(named) > 1:
        raise ValidationError(
            _("Several companies have this name. Give the business id.")
        )
    return named[0] if named else None
