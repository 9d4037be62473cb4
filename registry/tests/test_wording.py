"""Values and names of fields as people read them."""

import pytest
from django.utils import translation

from registry.wording import readable_fields, readable_phone


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("+358401234567", "+358 40 1234567"),
        ("+46701234567", "+46 70 123 45 67"),
        ("puhelin", "puhelin"),
    ],
)
def test_phone_number_is_spaced(kept: str, shown: str) -> None:
    assert readable_phone(kept) == shown


@pytest.mark.parametrize(
    ("action", "names", "words"),
    [
        ("person.changed", ["family_name"], "family name"),
        ("order.moved", ["status"], "status"),
        ("search.run", ["email", "phone"], "E-mail, Phone"),
        ("unknown.act", ["thing"], "thing"),
    ],
)
def test_fields_of_an_act_are_named_in_words(
    action: str, names: list[str], words: str
) -> None:
    with translation.override("en"):
        assert readable_fields(action, names) == words
