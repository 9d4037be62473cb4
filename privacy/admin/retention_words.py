"""Rules and addresses in the words of the screens."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from privacy.retention.streams import PERSONS
from privacy.services.preview import label_of


def data_label(holding: str) -> str:
    """What a number of these rows is a number of."""
    return str(_("Persons")) if holding == PERSONS else label_of(holding)


def why_url(holding: str, row_pk: int) -> str:
    """The page that explains why the row is still here."""
    try:
        if holding == PERSONS:
            return reverse("admin:why_person", args=[row_pk])
        return reverse("admin:why_row", args=[holding, row_pk])
    except NoReverseMatch:
        return ""
