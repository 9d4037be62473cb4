"""PersonGuard is projected here, from the legal rows, and nowhere else."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
)

from privacy.models import (
    HeldRemainder,
    LegalHold,
    Objection,
    ObjectionKind,
    Restriction,
)
from registry.models import HoldGuard, Person, PersonGuard, RestrictedField
from registry.seams.audit import record
from registry.services.holding_back import held_people, people_of_scope, scope_of

FLAGS = ("restricted", "held", "objected")


@transaction.atomic
def project_guard(person_ids: Collection[int]) -> None:
    """Make the guard rows of these people say what the legal rows say.

    Called by every service that opens or closes such a row, in its transaction."""
    states = list(_states(Person.objects.filter(pk__in=list(person_ids))))
    guards = [_guard(state) for state in states if any(state[f] for f in FLAGS)]
    PersonGuard.objects.bulk_create(
        guards,
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=[*FLAGS, "source", "updated_at"],
        batch_size=5_000,
    )
    _drop([s["pk"] for s in states if not any(s[f] for f in FLAGS)])
    _project_fields(person_ids)


@dataclass(frozen=True, kw_only=True)
class GuardDifference:
    """A guard that does not say what the rows say: flags that are on, both ways."""

    person_id: int
    guard: tuple[str, ...]
    rows: tuple[str, ...]


def guard_differences() -> list[GuardDifference]:
    """Every person whose guard and legal rows disagree; empty is as it should be."""
    concerned = _annotated(Person.objects.all()).filter(
        Q(guard__isnull=False) | Q(restricted=True) | Q(held=True) | Q(objected=True)
    )
    stored = [f"guard__{flag}" for flag in FLAGS]
    found = [
        GuardDifference(
            person_id=row["pk"],
            guard=tuple(f for f in FLAGS if row[f"guard__{f}"]),
            rows=tuple(f for f in FLAGS if row[f]),
        )
        for row in concerned.values("pk", *FLAGS, *stored).order_by("pk")
    ]
    return [difference for difference in found if difference.guard != difference.rows]


def hold_differences() -> list[int]:
    """Keys of legal holds that the guards of holds do not show as they stand."""
    columns = ("person_id", "company_id", "order_id", "from_on", "until_on")
    rows = set(LegalHold.objects.in_force().values_list("pk", *columns))
    guards = set(HoldGuard.objects.values_list("hold_id", *columns))
    return sorted({row[0] for row in rows ^ guards})


def field_differences() -> list[int]:
    """Persons whose restricted fields are not those that the legal rows name."""
    named = _named_fields(Restriction.objects.in_force())
    shown = set(RestrictedField.objects.values_list("person_id", "place"))
    return sorted({person_id for person_id, _place in named ^ shown})


def check_guards() -> list[GuardDifference]:
    """The differences, each recorded in the audit trail."""
    if holds := hold_differences():
        record(
            actor=None,
            action="guard.differs",
            subjects=[("hold", key) for key in holds],
            fields=["held"],
        )
    if people := field_differences():
        record(
            actor=None,
            action="guard.differs",
            subjects=[("person", key) for key in people],
            fields=["restricted"],
        )
        project_guard(people)
    found = guard_differences()
    if found:
        record(
            actor=None,
            action="guard.differs",
            subjects=[("person", difference.person_id) for difference in found],
            fields=FLAGS,
        )
    return found


def protect_again(found: Collection[GuardDifference]) -> int:
    """Project the guards that say less than their rows; how many."""
    bare = [d.person_id for d in found if set(d.rows) - set(d.guard)]
    project_guard(bare)
    return len(bare)


def held_by(hold: LegalHold) -> QuerySet[Person]:
    """The persons a hold reaches: named, or through a company or an order."""
    return people_of_scope(scope_of(hold))


def _project_fields(person_ids: Collection[int]) -> None:
    hers = RestrictedField.objects.filter(person_id__in=list(person_ids))
    shown = {row[1:]: row[0] for row in hers.values_list("pk", "person_id", "place")}
    named = _named_fields(
        Restriction.objects.in_force().filter(person_id__in=list(person_ids))
    )
    if gone := [key for place, key in shown.items() if place not in named]:
        hers.filter(pk__in=gone).delete()
    RestrictedField.objects.bulk_create(
        [
            RestrictedField(person_id=person_id, place=place)
            for person_id, place in sorted(named - set(shown))
        ]
    )


def _named_fields(restrictions: QuerySet[Restriction]) -> set[tuple[int, str]]:
    rows = restrictions.exclude(fields=[]).values_list("person_id", "fields")
    return {(person_id, place) for person_id, places in rows for place in places}


def _states(persons: QuerySet[Person]) -> Iterable[dict[str, Any]]:
    return list(_annotated(persons).values("pk", *FLAGS))


def _annotated(persons: QuerySet[Person]) -> QuerySet[Person]:
    return persons.annotate(
        restricted=ExpressionWrapper(_restricted(), output_field=BooleanField()),
        held=ExpressionWrapper(held_people(), output_field=BooleanField()),
        objected=_exists(
            Objection.objects.filter(kind=ObjectionKind.MARKETING),
            Q(person=OuterRef("pk")),
        ),
    )


def _restricted() -> Q:
    """On a ground of Art. 18, or because an erasure left something of hers behind."""
    asked = (
        Restriction.objects.in_force().of_whole_person().filter(person=OuterRef("pk"))
    )
    left = HeldRemainder.objects.of_persons().filter(person_id=OuterRef("pk"))
    return Q(Exists(asked)) | Q(Exists(left))


def _exists(rows: QuerySet[Any], path: Q) -> Any:
    return ExpressionWrapper(Q(Exists(rows.filter(path))), output_field=BooleanField())


def _guard(state: dict[str, Any]) -> PersonGuard:
    on = [flag for flag in FLAGS if state[flag]]
    return PersonGuard(
        person_id=state["pk"], source=",".join(on), **dict.fromkeys(on, True)
    )


def _drop(person_ids: list[int]) -> None:
    """Delete guards that have nothing left to say.

    A held guard refuses to be deleted, and a guard must say something: for the length
    of one statement it says the more cautious thing."""
    gone = PersonGuard.objects.filter(pk__in=person_ids)
    gone.filter(held=True).update(held=False, restricted=True)
    gone._raw_delete(gone.db)
