"""Which single fields of a person are restricted, as triggers and pages read it."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from .person import Person

COLUMNS: Final = (
    "given_name",
    "family_name",
    "language",
    "private_customer",
    "collected_on",
)
"""What can be restricted of the person's own row."""

ROWS: Final = ("personemail", "personphone", "address", "position")
"""Models of which one row of hers can be restricted."""


def column_place(name: str) -> str:
    """How a restriction names a column of the person's own row."""
    return f"person.{name}"


def row_place(model: str, key: int) -> str:
    """How a restriction names one row of hers: model and key."""
    return f"{model}:{key}"


def place_of(row: models.Model) -> str:
    """The place of a row."""
    return row_place(row._meta.model_name or "", row.pk)


class RestrictedField(models.Model):
    """A projection of restrictions that name fields. The gate alone writes it; the
    nightly check of guards compares it with the legal rows."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="restricted_fields")
    place = models.CharField(_("restricted field"), max_length=60)

    class Meta:
        verbose_name = _("restricted field")
        verbose_name_plural = _("restricted fields")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "place"], name="restricted_field_once"
            )
        ]

    def __str__(self) -> str:
        return self.place
