"""A person's words in every place that the map says could hold them.

What to fill is read from the map, so a new holding is planted without anybody asking;
what a table's constraints want besides stands in ``BESIDES``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from registry.models import Company, Person, PersonEmail, PersonPhone, Staff
from registry.seams.personal_data import Holding, registry_of_holdings
from registry.tests.factories import CompanyFactory, StaffFactory

NAME = "Ainokaisa Kanarialintu"
ADDRESS = "ainokaisa@kanaria.example"
NUMBER = "0401239876"
STORY = f"Kanarialinnun Ainokaisalle: {NAME}, {ADDRESS}, 040 123 9876"
BUSINESS_ID = "2828492-5"
WORDS = ("kanarialin", "ainokaisa", ADDRESS, "1239876", "123 9876", "2828492")
"""What a search for her looks for, in any case; the stem stands for every form."""

HELD_ELSEWHERE = (Person, PersonEmail, PersonPhone)
_numbers = count(1)


def places() -> dict[str, tuple[Holding, str]]:
    """``table.column`` of everything that identifies, is free text or speaks of others."""
    return {
        f"{holding.model._meta.db_table}.{name}": (holding, name)
        for holding in registry_of_holdings
        for name in worded(holding)
    }


def worded(holding: Holding) -> list[str]:
    """The fields of a holding that may hold a person's words."""
    return [
        name
        for name, d in holding.fields.items()
        if d.identifier or d.free_text or d.speaks_of_others
    ]


def places_that_say(*words: str) -> set[str]:
    """Those of ``places`` where one of the words stands."""
    return {
        place
        for place, (holding, name) in places().items()
        if _says(holding, name, words)
    }


def _says(holding: Holding, name: str, words: tuple[str, ...]) -> bool:
    values = holding.model._default_manager.values_list(name, flat=True)
    return any(word in str(value).lower() for value in values for word in words)


class Planter:
    """Plants for one person; ``other`` is whom rows are about that only mention her."""

    def __init__(self, person: Person, other: Person) -> None:
        self.person, self.other = person, other
        self.staff: Staff = StaffFactory(is_staff=True)
        self.company: Company = CompanyFactory()
        self._made: dict[tuple[Any, ...], Any] = {}

    def plant(self) -> None:
        """One row of hers and one that speaks of her in each holding; then an earlier
        value of each."""
        for holding in registry_of_holdings:
            is_now = "history_of" not in holding.extra and worded(holding)
            if is_now and holding.key != "outgoing_mail":  # it would go out at once
                self._plant_in(holding)
        for holding in registry_of_holdings:
            if "history_of" in holding.extra and worded(holding):
                self._change(registry_of_holdings[str(holding.extra["history_of"])])

    def plant_mail(self) -> None:
        """A letter to her that waits."""
        self._plant_in(registry_of_holdings["outgoing_mail"])

    def _plant_in(self, holding: Holding) -> None:
        if holding.model in HELD_ELSEWHERE:
            return
        if not holding.mentions_only and holding.person_path != "participants__person":
            self.row(holding.model, holding.person_path, self.person, worded(holding))
        if holding.speaking_fields():
            path = "" if holding.shared else holding.person_path
            row = self.row(holding.model, path, self.other, holding.speaking_fields())
            if holding.shared:
                self.row(
                    _model("participants"), "person", self.other, (), interaction=row
                )

    def row(
        self, model: Any, path: str, whom: Person, words: Any = (), **given: Any
    ) -> Any:
        """The row of that person, made once; filled where the model demands it, and
        with her words in the named fields."""
        key = (model, path, whom.pk)
        if key not in self._made:
            given = self._link(model, path, whom) | given
            values = self._required(model, whom, given) | self._besides(model, path)
            values |= {name: said(model._meta.get_field(name)) for name in words}
            values |= given
            self._made[key] = model._default_manager.create(**values)
        return self._made[key]

    def _link(self, model: Any, path: str, whom: Person) -> dict[str, Any]:
        if not path:
            return {}
        first, _, rest = path.partition("__")
        if not rest:
            is_link = model._meta.get_field(first).is_relation
            return {first: whom if is_link else whom.pk}
        target = model._meta.get_field(first).related_model
        holding = next(
            (
                h
                for h in registry_of_holdings
                if (h.model, h.person_path) == (target, rest)
            ),
            None,
        )
        words = worded(holding) if holding and whom == self.person else ()
        return {first: self.row(target, rest, whom, words)}

    def _required(
        self, model: Any, whom: Person, given: Mapping[str, Any]
    ) -> dict[str, Any]:
        return {
            f.name: self._value(f, whom)
            for f in model._meta.concrete_fields
            if not (f.null or f.blank or f.has_default() or f.primary_key)
            and f.name not in given
            and not getattr(f, "auto_now_add", False)
            and not getattr(f, "auto_now", False)
            and f.db_default is models.NOT_PROVIDED
            and not f.generated
        }

    def _value(self, field: Any, whom: Person) -> Any:
        if not field.is_relation:
            return filler(field)
        if field.related_model is Staff:
            return self.staff
        if field.related_model is Person:
            return whom
        if field.related_model is Company:
            return CompanyFactory()
        return self.row(field.related_model, "", whom)

    def _besides(self, model: Any, path: str) -> dict[str, Any]:
        besides = BESIDES.get(model._meta.label)
        return besides(self, path) if besides else {}

    def _change(self, parent: Holding) -> None:
        """Any change makes the row's values history."""
        model: Any = parent.model
        for row in model._default_manager.all():
            name, value = CHANGED.get(model._meta.label, (worded(parent)[0], None))
            value = value or f"{getattr(row, name)}."
            model._default_manager.filter(pk=row.pk).update(**{name: value})


def said(field: models.Field[Any, Any]) -> Any:
    """Her words as the field can hold them."""
    if isinstance(field, models.JSONField):
        cells = [*NAME.split(), ADDRESS, NUMBER]
        return {"q": STORY} if isinstance(field.get_default(), dict) else cells
    if field.name in ("email", "sender", "to_address"):
        return ADDRESS
    if field.name == "business_id":
        return BUSINESS_ID
    room = field.max_length or len(STORY)
    return next(text for text in (STORY, NAME, NUMBER) if len(text) <= room)


def filler(field: models.Field[Any, Any]) -> Any:
    """Something that a field must have and that says nothing."""
    if field.choices:
        return next(iter(field.flatchoices))[0]
    if field.name == "language":
        return "fi"
    if isinstance(field, models.DateTimeField):
        return timezone.now()
    if isinstance(field, models.DateField):
        return timezone.localdate()
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.JSONField | ArrayField):
        return []
    if isinstance(field, models.DecimalField | models.IntegerField):
        return Decimal(next(_numbers))
    return f"x{next(_numbers)}"


def _model(key: str) -> Any:
    return registry_of_holdings[key].model


def _closed_case(_planter: Planter, _path: str) -> dict[str, Any]:
    now = timezone.now()
    return {
        "kind": "access",
        "state": "closed",
        "outcome": "granted",
        "confirmed_at": now,
        "closed_at": now,
    }


def _released_hold(planter: Planter, _path: str) -> dict[str, Any]:
    now = timezone.now()
    return {
        "opened_at": now - timedelta(days=9),
        "review_by": timezone.localdate(),
        "released_at": now,
        "released_by": planter.staff,
        "release_reason": "ohi",
    }


def _withdrawn_release(planter: Planter, _path: str) -> dict[str, Any]:
    return {
        "kind": "hold_release",
        "withdrawn_at": timezone.now(),
        "withdrawn_by": planter.staff,
    }


def _lifted_restriction(planter: Planter, _path: str) -> dict[str, Any]:
    now = timezone.now()
    return {
        "opened_at": now - timedelta(days=90),
        "informed_before_lift_at": now - timedelta(days=60),
        "lifted_at": now,
        "lifted_by": planter.staff,
        "lift_reason": "ohi",
    }


def _order(planter: Planter, path: str) -> dict[str, Any]:
    return {"buyer_company": planter.company} if path == "contact" else {}


def _excused_notice(planter: Planter, _path: str) -> dict[str, Any]:
    return {"not_told_ground": "impossible", "settled_by": planter.staff}


BESIDES: Mapping[str, Callable[[Planter, str], dict[str, Any]]] = {
    "privacy.Case": _closed_case,
    "privacy.ConsentEvent": lambda _planter, _path: {"text_version": "1"},
    "privacy.LegalHold": _released_hold,
    "privacy.PlanChange": lambda _planter, _path: {"after": "erase"},
    "privacy.RecipientNotice": _excused_notice,
    "privacy.Restriction": _lifted_restriction,
    "privacy.Weakening": _withdrawn_release,
    "registry.Address": lambda _planter, _path: {"postal_code": "40100"},
    "registry.Company": lambda _planter, _path: {"is_sole_trader": True},
    "registry.ImportRow": lambda _planter, _path: {"outcome": "refused"},
    "registry.Order": _order,
}
"""What a table's constraints want, beside the columns that must be filled."""
CHANGED: Mapping[str, tuple[str, Any]] = {
    "registry.Person": ("language", "sv"),
    "registry.PersonEmail": ("verified_at", Now()),
    "registry.PersonPhone": ("number_type", "fixed"),
}
"""What is changed where a dot after the first of her words would not do."""
