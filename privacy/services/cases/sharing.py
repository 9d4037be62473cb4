"""Does an address belong to one person, or to several people or a task (C.1)?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from registry.law.identifiers.email import is_role_address, normalise_email
from registry.models import PersonEmail


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who has the address on file, and whether its name is that of a task."""

    holders: tuple[int, ...] = ()
    is_role: bool = False

    @property
    def is_shared(self) -> bool:
        """Control of it does not say which person asks."""
        return self.is_role or len(self.holders) > 1


def sharing_of(email: str) -> Sharing:
    """As the register stands; nobody's address is nobody's."""
    if not email:
        return Sharing()
    return Sharing(holders=tuple(find_holders(email)), is_role=is_role_address(email))


def find_holders(email: str) -> list[int]:
    """Keys of the persons who have this address on file, in key order."""
    found = PersonEmail.objects.filter(normalised=normalise_email(email))
    return sorted(set(found.values_list("person_id", flat=True)))


def own_addresses(persons: Iterable[int], *, besides: str = "") -> list[PersonEmail]:
    """Addresses on file that each belong to one of these persons and to no one else."""
    found = PersonEmail.objects.filter(person_id__in=list(persons)).exclude(
        normalised=normalise_email(besides) if besides else ""
    )
    found = found.select_related("person").order_by("person_id", "-is_primary", "pk")
    others = _held_by_several(row.normalised for row in found)
    return [
        row
        for row in found
        if row.normalised not in others and not is_role_address(row.normalised)
    ]


def _held_by_several(addresses: Iterable[str]) -> set[str]:
    held = PersonEmail.objects.filter(normalised__in=set(addresses))
    counted = held.values("normalised").annotate(n=Count("person", distinct=True))
    return set(counted.filter(Q(n__gt=1)).values_list("normalised", flat=True))
