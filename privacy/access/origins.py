"""What her data is used for, on which basis, and where each part came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from privacy.models import Activity, SubjectKind
from privacy.services.portability import party_of
from privacy.services.preview import label_of
from registry.choices import PersonKind
from registry.models import Person, Source
from registry.seams.personal_data import Category, Origin

from .parts import Part


@dataclass(frozen=True, kw_only=True)
class Use:
    """One activity that concerns her, and which categories of hers it uses."""

    name: str
    purpose: str
    basis: str
    interest: str
    categories: str
    retention: str


def activities_for(person: Person, parts: Iterable[Part]) -> list[Use]:
    """Running activities about people like her that use a category she has."""
    held = {d.category.value for p in parts for d in p.holding.fields.values()}
    kinds = subject_kinds(person)
    found = Activity.objects.running().filter(subjects__overlap=sorted(kinds))
    return [
        _use(activity, held)
        for activity in found
        if not activity.categories or held & set(activity.categories)
    ]


def subject_kinds(person: Person) -> set[str]:
    """What she is to us, in the words of the record of processing."""
    is_prospect = person.kind == PersonKind.PROSPECT
    kinds = {SubjectKind.PROSPECT if is_prospect else SubjectKind.CUSTOMER}
    if party_of(person.pk) != "company":
        kinds.add(SubjectKind.SOLE_TRADER)
    elif person.positions.exists():
        kinds.add(SubjectKind.CONTACT)
    return {kind.value for kind in kinds}


def _use(activity: Activity, held: set[str]) -> Use:
    used = [Category(c).label for c in activity.categories if c in held]
    return Use(
        name=activity.name,
        purpose=activity.purpose,
        basis=activity.get_basis_display(),
        interest=activity.get_interest_display() if activity.interest else "",
        categories=", ".join(map(str, used)),
        retention=activity.retention,
    )


def sources_of(person_id: int) -> list[Source]:
    """From whom, how and when her data came, the oldest first (Art. 15(1)(g))."""
    rows = Source.objects.filter(person=person_id).select_related("partner")
    return list(rows.order_by("collected_on", "pk"))


ORIGINS = (Origin.PROVIDED, Origin.OBSERVED, Origin.DERIVED)


def origins_by_holding(parts: Iterable[Part]) -> list[tuple[str, str]]:
    """Each part, and in words whether it was given, seen by us, or concluded."""
    return [(label_of(part.key), _origins(part)) for part in parts]


def _origins(part: Part) -> str:
    words = {
        Origin.PROVIDED: _("given by you or by the source"),
        Origin.OBSERVED: _("written down by us from what happened"),
        Origin.DERIVED: _("concluded by us"),
    }
    found = {
        part.holding.fields[n].origin for n in part.names if n in part.holding.fields
    }
    return ", ".join(words[origin] for origin in ORIGINS if origin in found)
