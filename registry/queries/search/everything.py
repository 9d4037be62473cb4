"""The answer of the one search box."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from registry.models import (
    Company,
    Order,
    Person,
    PersonEmail,
    PersonPhone,
    Position,
    Staff,
)
from registry.models.showing import rows_as_shown
from registry.wording import readable_phone

from .hits import Hit, Match
from .reading import Reading, read_query
from .sources import find_companies, find_orders, find_persons

PAGE = 40


@dataclass(frozen=True)
class SearchResults:
    """Ranked hits, the best first; ``more`` says that some were left off."""

    reading: Reading
    hits: list[Hit]
    more: bool

    @property
    def person_ids(self) -> list[int]:
        """For the audit trail."""
        return [hit.pk for hit in self.hits if hit.kind == "person"]


def search_everything(*, text: str, user: Staff) -> SearchResults:
    """Find people, companies and orders this user may see. Cost: a fixed number of
    queries, whatever is found."""
    reading = read_query(text)
    best: dict[tuple[str, int], Match] = {}
    for source in (find_persons, find_companies, find_orders):
        for match in source(reading, user) if reading.text else ():
            known = best.get(match.key)
            if known is None or match.rank < known.rank:
                best[match.key] = match
    ranked = sorted(best.values(), key=lambda m: m.rank)
    hits = _dress(ranked[:PAGE], reading, user)
    return SearchResults(reading, hits, len(ranked) > PAGE)


def _dress(matches: list[Match], reading: Reading, user: Staff) -> list[Hit]:
    """Names and details of what was found, in the order given."""
    rows: dict[tuple[str, int], Any] = {}
    sources: dict[str, QuerySet[Any]] = {
        "person": _persons(user),
        "company": Company.objects.prefetch_related("addresses"),
        "order": Order.objects.select_related("buyer_company", "buyer_person"),
    }
    for kind, queryset in sources.items():
        if keys := [m.pk for m in matches if m.kind == kind]:
            rows |= {(kind, row.pk): row for row in queryset.filter(pk__in=keys)}
    return [_HIT[m.kind](m, rows[m.key], reading) for m in matches if m.key in rows]


def _persons(user: Staff) -> QuerySet[Any]:
    emails, phones = PersonEmail.objects.all(), PersonPhone.objects.all()
    positions = Position.objects.select_related("company")
    return Person.objects.as_shown(user).prefetch_related(
        Prefetch("emails", rows_as_shown(emails, user)),
        Prefetch("phones", rows_as_shown(phones, user)),
        Prefetch("positions", rows_as_shown(positions, user)),
    )


def _person_hit(match: Match, person: Person, reading: Reading) -> Hit:
    emails = [e.address for e in sorted(person.emails.all(), key=_primary_first)]
    phones = [p.e164 for p in sorted(person.phones.all(), key=_primary_first)]
    if match.why == "email":
        emails.sort(key=lambda a: not a.lower().startswith(reading.email))
    if match.why == "phone":
        phones.sort(key=lambda n: not n.endswith(reading.phone_suffixes))
    places = [p for p in person.positions.all() if p.ends_on is None]
    where = [", ".join(filter(None, (p.title, p.company.name))) for p in places[:1]]
    numbers = [readable_phone(number) for number in phones[:1]]
    return Hit(
        kind="person",
        pk=person.pk,
        title=person.full_name,
        detail=" · ".join([*where, *emails[:1], *numbers]),
        why=match.why,
        url=reverse("admin:registry_person_change", args=[person.pk]),
        badge=str(person.get_kind_display()),
    )


def _primary_first(point: PersonEmail | PersonPhone) -> tuple[bool, int]:
    return not point.is_primary, point.pk


def _company_hit(match: Match, company: Company, _reading: Reading) -> Hit:
    towns = [a.city for a in company.addresses.all() if a.city]
    return Hit(
        kind="company",
        pk=company.pk,
        title=company.name,
        detail=" · ".join(filter(None, [company.business_id, *towns[:1]])),
        why=match.why,
        url=reverse("admin:registry_company_change", args=[company.pk]),
    )


def _order_hit(match: Match, order: Order, _reading: Reading) -> Hit:
    buyer = order.buyer_company or order.buyer_person or ""
    return Hit(
        kind="order",
        pk=order.pk,
        title=order.number,
        detail=" · ".join(filter(None, [str(buyer), f"{order.ordered_on:%-d.%-m.%Y}"])),
        why=match.why,
        url=reverse("admin:registry_order_change", args=[order.pk]),
        badge=str(order.get_status_display()),
    )


_HIT: dict[str, Callable[[Match, Any, Reading], Hit]] = {
    "person": _person_hit,
    "company": _company_hit,
    "order": _order_hit,
}
