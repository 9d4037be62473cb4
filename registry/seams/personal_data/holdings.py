"""What a holding is, and the sealed registry of them.

A ``Holding`` is a body of data about people: a model, the path from its row to the
person, and for every concrete field either a ``Datum`` (personal) or a reason why it
is technical. Apps declare theirs in ``holdings.py``; the registry is sealed once all
apps are ready, and checks.py fails the build where a field is in neither list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django.db.models import Field, Model, Q

from .choices import (
    Category,
    Obligation,
    OnErasure,
    Origin,
    Purpose,
    RetentionRule,
)

ALL_ROLES = frozenset({"sales", "marketing", "dpo", "administrator", "auditor"})
PRIVACY_ROLES = frozenset({"dpo", "auditor"})


class MapError(Exception):
    """The map is declared wrongly: twice, too late, or of a field that is not there."""


@dataclass(frozen=True, kw_only=True)
class Datum:
    """What the map says of one field."""

    category: Category
    purpose: Purpose
    retention: RetentionRule
    on_erasure: OnErasure
    exported: bool = True
    rectifiable: bool = False
    origin: Origin = Origin.PROVIDED
    obligation: Obligation = Obligation.VOLUNTARY
    free_text: bool = False
    speaks_of_others: bool = False
    identifier: bool = False
    roles: frozenset[str] = ALL_ROLES
    if_kept: OnErasure = OnErasure.BLANK
    """What happens to the field of a row that a statute keeps (Holding.kept_until)."""
    export_as: str = ""
    """Lookup exported in place of a key: ``company__name``."""


datum = Datum


@dataclass(frozen=True, kw_only=True)
class Holding:
    """One model's part of the map. See ``holding`` for the meaning of the parts."""

    key: str
    model: type[Model]
    person_path: str
    label: Any
    fields: Mapping[str, Datum]
    technical: Mapping[str, str]
    condition: Q | None = None
    clock: str | None = None
    kept_until: str = ""
    company_path: str = ""
    shared: bool = False
    mentions_only: bool = False
    order: int = 0
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def person_lookup(self) -> str:
        """ORM path that yields the person's key: ``person`` → ``person_id``."""
        return f"{self.person_path}_id" if self.ends_in_relation else self.person_path

    @property
    def ends_in_relation(self) -> bool:
        """Whether the path's last step is a foreign key."""
        if self.person_path in ("pk", "id", ""):
            return False
        return _last_field(self.model, self.person_path).is_relation

    @property
    def deletes_rows(self) -> bool:
        """Whether erasing takes the whole row away."""
        return any(d.on_erasure == OnErasure.DELETE_ROW for d in self.fields.values())

    @property
    def depth(self) -> int:
        """Steps from the row to the person; 0 for the person herself."""
        return 0 if self.person_path == "pk" else self.person_path.count("__") + 1

    @property
    def link_field(self) -> str:
        """The nullable foreign key to be cut where the row outlives the person."""
        if self.depth != 1 or not self.ends_in_relation:
            return ""
        return self.person_path if _is_nullable(self.model, self.person_path) else ""

    @property
    def changes_on_erasure(self) -> bool:
        """Whether erasure touches rows of this holding at all (logs of ids do not)."""
        untouched = OnErasure.KEEP_UNTIL_STATUTE
        strategies = {d.on_erasure for d in self.fields.values()}
        return bool(self.link_field) or strategies != {untouched}

    @property
    def path_may_be_empty(self) -> bool:
        """Whether a row may be about a person that nobody has matched yet."""
        if self.mentions_only or self.depth != 1:
            return False
        return _is_nullable(self.model, self.person_path)

    def exported_fields(self) -> list[str]:
        """Names of the fields that the access package carries, in model order."""
        return [
            f.name
            for f in self.model._meta.concrete_fields
            if f.name in self.fields and self.fields[f.name].exported
        ]

    def identifier_fields(self) -> list[str]:
        """Fields whose value identifies the person: used by rescan and scrubbing."""
        return [name for name, d in self.fields.items() if d.identifier]

    def speaking_fields(self) -> list[str]:
        """Free-text fields that may speak of other persons."""
        return [name for name, d in self.fields.items() if d.speaks_of_others]


def _last_field(model: type[Model], path: str) -> Field[Any, Any]:
    current: Any = model
    found: Any = None
    for part in path.split("__"):
        found = current._meta.get_field(part)
        if found.is_relation:
            current = found.related_model
    return cast("Field[Any, Any]", found)


def _is_nullable(model: type[Model], name: str) -> bool:
    return bool(cast("Field[Any, Any]", model._meta.get_field(name)).null)


class HoldingRegistry:
    """All holdings and all exempt tables; refuses duplicates and late comers."""

    def __init__(self) -> None:
        self._holdings: dict[str, Holding] = {}
        self._exempt: dict[str, Any] = {}
        self._sealed = False

    def __iter__(self) -> Iterator[Holding]:
        return iter(self._holdings.values())

    def __getitem__(self, key: str) -> Holding:
        return self._holdings[key]

    def add(self, new: Holding) -> Holding:
        """Take a holding in; MapError when sealed, known, or overlapping."""
        self._refuse_when_sealed(new.key)
        if new.key in self._holdings:
            raise MapError(f"holding {new.key} is declared twice")
        _refuse_unknown_fields(new)
        self._holdings[new.key] = new
        return new

    def exempt(self, table: str, reason: Any) -> None:
        """List a technical or third-party table once, with a sentence why."""
        self._refuse_when_sealed(table)
        if table in self._exempt:
            raise MapError(f"table {table} is exempted twice")
        if not str(reason).strip():
            raise MapError(f"table {table} is exempted without a reason")
        self._exempt[table] = reason

    def exempt_tables(self) -> dict[str, Any]:
        """Table name → sentence."""
        return dict(self._exempt)

    def of_model(self, model: type[Model]) -> list[Holding]:
        """Every holding that declares the model (a row may reach people two ways)."""
        return [h for h in self if h.model is model]

    def seal(self) -> None:
        """From here on a declaration is an error."""
        self._sealed = True

    def unseal_for_tests(self) -> None:
        """Let a test plant a holding; never called by the product."""
        self._sealed = False

    def forget_for_tests(self, key: str) -> None:
        """Take a planted holding out again."""
        self._holdings.pop(key)

    def _refuse_when_sealed(self, what: str) -> None:
        if self._sealed:
            raise MapError(f"{what} is declared after the map was sealed")


def _refuse_unknown_fields(new: Holding) -> None:
    known = {f.name for f in new.model._meta.concrete_fields}
    both = set(new.fields) & set(new.technical)
    unknown = (set(new.fields) | set(new.technical)) - known
    if both:
        raise MapError(f"{new.key}: personal and technical at once: {sorted(both)}")
    if unknown:
        raise MapError(f"{new.key}: no such fields: {sorted(unknown)}")


registry_of_holdings = HoldingRegistry()


def holding(
    key: str,
    *,
    model: type[Model],
    person_path: str,
    label: Any,
    fields: Mapping[str, Datum],
    technical: Mapping[str, str],
    condition: Q | None = None,
    clock: str | None = None,
    kept_until: str = "",
    company_path: str = "",
    shared: bool = False,
    mentions_only: bool = False,
    order: int = 0,
) -> Holding:
    """Declare a holding.

    key: stable; names the part of the access package (``data/<key>.csv``).
    person_path: ORM path from the row to the person (``person``); ``pk`` for the
        person itself; a plain integer column works by its name; ``""`` for rows with
        no known person, which are reached only by a search for her identifiers.
    condition: the row is personal only where it holds.
    clock: the row's own date field, where it is older or younger than the person.
    kept_until: ORM path to the date until which a statute keeps the row; while it has
        not passed, each field meets its ``if_kept`` and the link to the person is cut.
    company_path: ORM path to the company the row is about; bounds the search for a
        person's full name to rows of her companies.
    shared: rows may belong to several people through link rows; such a row goes with
        the last of them.
    mentions_only: the row is about somebody or something else and may *speak* of the
        person; found by search, decided in review, never taken by the path.
    order: rows of lower order are erased first; children before parents is automatic.
    """
    return registry_of_holdings.add(
        Holding(
            key=key,
            model=model,
            person_path=person_path,
            label=label,
            fields=fields,
            technical=technical,
            condition=condition,
            clock=clock,
            kept_until=kept_until,
            company_path=company_path,
            shared=shared,
            mentions_only=mentions_only,
            order=order,
        )
    )


def exempt_table(table: str, reason: Any) -> None:
    """List a table that holds no register data, with a sentence why."""
    registry_of_holdings.exempt(table, reason)
