"""Many keys as one parameter: ``= ANY('{…}'::bigint[])``.

One constant is read in microseconds where a list of a thousand is parsed in
milliseconds, and a statement with a ``Slot`` in its place can be written once and run
with other keys.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import Enum
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    DateField,
    Field,
    ForeignObject,
    Lookup,
    Value,
)
from django.db.models.functions import Cast


class Slot(Enum):
    """A value that a prepared statement is given when it runs."""

    IDS = "keys of persons"
    PKS = "keys of rows"
    ON = "the day"


Keys = Collection[int] | Slot
Day = date | Slot


class Among(Lookup):  # type: ignore[type-arg]  # not subscriptable at run time
    """Equal to one of the keys of an array; see ``keys_of``."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", [*left_params, *right_params]


for _field in (Field, ForeignObject):  # relations inherit no lookups of Field
    _field.register_lookup(Among)


def keys_of(keys: Keys) -> Cast:
    """The right side of ``__among``."""
    value = keys if isinstance(keys, Slot) else as_array(keys)
    return Cast(Value(value), ArrayField(BigIntegerField()))


def day_of(on: Day) -> Cast:
    """The day as an expression, known or to be given."""
    return Cast(Value(on), DateField())


def as_array(keys: Collection[int]) -> str:
    """An array as PostgreSQL reads it."""
    return f"{{{','.join(map(str, keys))}}}"
