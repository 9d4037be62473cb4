"""Foreign keys point downwards too: string references escape the import linter."""

from typing import Any

from django.apps import apps

LAYER = {"registry": 0, "contacts": 1, "privacy": 1, "kespet_crm": 2}


def test_foreign_keys_point_within_an_app_or_to_a_lower_one() -> None:
    upward = [
        f"{model._meta.label}.{field.name} → {_target(field)}"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in LAYER
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and field.related_model
        and not _allowed(model._meta.app_label, _target(field))
    ]

    assert upward == []


def _target(field: Any) -> str:
    return str(field.related_model._meta.app_label)


def _allowed(app: str, target: str) -> bool:
    return app == target or target not in LAYER or LAYER[target] < LAYER[app]
