"""What a reader sees of restricted data: a mask, until her reason is on record (18(2)).

Rows that are read to be shown are read through ``as_shown``: the values of a restricted
person, or of a restricted field, are replaced in the instance as it is loaded. The row
itself is never touched, and the triggers refuse to save a mask.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from .staff import Staff

LOOK_LASTS: Final = timedelta(minutes=15)
"""So long a logged reason opens restricted data for the one who gave it."""

Rows = TypeVar("Rows", bound=QuerySet[Any])


def mask() -> str:
    """What stands in the place of a restricted value."""
    return f"«{_('restricted')}»"


def revealed(person: str, user: Staff) -> Exists:
    """Whether the reader has said within fifteen minutes why she looks at this person.
    ``person``: the path of her key in the outer query."""
    uses = apps.get_model("registry", "RestrictedUse")._default_manager
    since = timezone.now() - LOOK_LASTS
    return Exists(
        uses.filter(person=OuterRef(person), actor=user.pk, act="look", at__gte=since)
    )


def hidden_person(person: str, user: Staff) -> Any:
    """Whether she is restricted as a whole and not revealed to this reader."""
    guards = apps.get_model("registry", "PersonGuard")._default_manager
    whole = Exists(guards.filter(person=OuterRef(person), restricted=True))
    return ExpressionWrapper(
        Q(whole) & ~Q(revealed(person, user)), output_field=BooleanField()
    )


def hidden_places(person: str, user: Staff) -> ArraySubquery:
    """The places of hers that are restricted and not revealed to this reader."""
    fields = apps.get_model("registry", "RestrictedField")._default_manager
    found = fields.filter(person=OuterRef(person)).exclude(revealed("person", user))
    return ArraySubquery(found.values("place"))


def rows_as_shown(rows: Rows, user: Staff) -> Rows:
    """Rows of a person (addresses, numbers, positions) with hidden ones masked."""
    fields = apps.get_model("registry", "RestrictedField")._default_manager
    here = Concat(
        Value(f"{rows.model._meta.model_name}:"),
        Cast("pk", TextField()),
        output_field=TextField(),
    )
    single = Exists(
        fields.filter(person=OuterRef("person_id"), place=OuterRef("place_here"))
    )
    hidden = ExpressionWrapper(
        Q(hidden_person("person_id", user))
        | Q(single) & ~Q(revealed("person_id", user)),
        output_field=BooleanField(),
    )
    return rows.annotate(place_here=here).annotate(hidden=hidden)


class Maskable:
    """A row whose values give way to the mask when it is read as hidden."""

    masked_columns: ClassVar[tuple[str, ...]] = ()

    @property
    def hidden(self) -> bool:
        """Whether the values are masks."""
        return bool(self.__dict__.get("_hidden"))

    @hidden.setter
    def hidden(self, value: bool) -> None:
        self.__dict__["_hidden"] = value
        if value:
            for name in self.masked_columns:
                setattr(self, name, mask())
