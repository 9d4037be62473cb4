"""Recipients by name (Art. 15(1)(c); C-154/21)."""

from __future__ import annotations

from dataclasses import dataclass

from privacy.models import Disclosure, Recipient


@dataclass(frozen=True, slots=True)
class NamedRecipient:
    """Who receives her data, as what, for which service, in which country."""

    name: str
    role: str
    service: str
    country: str


def countries_outside_eea() -> list[str]:
    """Where active recipients outside the EEA are: the notice says nowhere (P39)."""
    found = Recipient.objects.outside_eea().values_list("country", flat=True)
    return sorted(set(found))


def recipients_of(person_id: int) -> list[NamedRecipient]:
    """Those who get data about everybody now, and those who got hers, by name."""
    got = Disclosure.objects.filter(person_id=person_id).values("recipient_id")
    named = Recipient.objects.active() | Recipient.objects.filter(pk__in=got)
    return [
        NamedRecipient(r.name, r.get_role_display(), r.service, r.country)
        for r in named.distinct().order_by("name")
    ]
