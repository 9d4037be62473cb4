"""Every personal field has a name that a person can read, in her language."""

from registry.seams.personal_data import registry_of_holdings


def test_every_personal_field_has_a_translatable_name() -> None:
    nameless = {
        f"{h.model._meta.label}.{field.name}"
        for h in registry_of_holdings
        if "history_of" not in h.extra
        for field in h.model._meta.concrete_fields
        if field.name in h.fields and isinstance(field.verbose_name, str)
    }

    assert sorted(nameless) == []
