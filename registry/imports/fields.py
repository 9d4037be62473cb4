"""The fields that a column may be, with their labels, and which must be there."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from registry.models import ImportKind
from registry.seams.panels import import_columns

_LABELS: Final = {
    "given_name": _("Given name"),
    "family_name": _("Family name"),
    "full_name": _("Name (given name first)"),
    "full_name_family_first": _("Name (family name first)"),
    "title": _("Title"),
    "work_tasks": _("Work tasks"),
    "company_name": _("Company"),
    "business_id": _("Business id (Y-tunnus)"),
    "email": _("E-mail address"),
    "phone": _("Phone number"),
    "street": _("Street address"),
    "postal_code": _("Postal code"),
    "city": _("Town"),
    "country": _("Country"),
    "industry_code": _("Industry (TOL)"),
    "language": _("Language"),
    "lifecycle": _("Customer or prospect"),
    "source_detail": _("Source"),
    "collected_on": _("Collected on"),
    "legal_form": _("Legal form"),
    "municipality_code": _("Municipality code"),
}
_PEOPLE: Final = (
    "given_name family_name full_name full_name_family_first title work_tasks"
    " company_name business_id email phone street postal_code city country"
    " industry_code language lifecycle source_detail collected_on"
)
_COMPANIES: Final = (
    "company_name business_id legal_form industry_code municipality_code"
    " street postal_code city country source_detail"
)
# One column of each group must be there.
REQUIRED: Final = {
    ImportKind.PEOPLE: (
        {"given_name", "family_name", "full_name", "full_name_family_first"},
        {"email", "phone"},
    ),
    ImportKind.COMPANIES: ({"company_name"},),
}
MANY_COLUMNS: Final = frozenset({"email", "phone"})


def field_labels(kind: str) -> dict[str, Any]:
    """Field → label, in the order in which they are offered."""
    names = _PEOPLE if kind == ImportKind.PEOPLE else _COMPANIES
    labels = {name: _LABELS[name] for name in names.split()}
    if kind == ImportKind.COMPANIES:
        labels["company_name"] = _("Name")
        return labels
    added = {name: column.label for name, column in import_columns().items()}
    return labels | added


def label_of(field: str) -> str:
    """A field's label in the reader's language; unknown names come back as they are."""
    added = import_columns().get(field)
    return str(_LABELS.get(field) or (added.label if added else field))
