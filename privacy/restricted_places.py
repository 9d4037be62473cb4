"""The places of a restriction in words, taken from the models that the map describes."""

from __future__ import annotations

from django.apps import apps


def label_of_place(place: str) -> str:
    """«Family name», «Phone number»: never the value."""
    name, _dot, column = place.partition(".")
    if column:
        field = apps.get_model("registry", name)._meta.get_field(column)
        return str(getattr(field, "verbose_name", column))
    model = apps.get_model("registry", place.partition(":")[0])
    return str(model._meta.verbose_name)
