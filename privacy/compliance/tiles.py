"""Tiles of the compliance page: each reads, none writes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.models import (
    Activity,
    BalancingTest,
    Recipient,
    Restriction,
)
from privacy.services.notices import owed_article_14
from registry.models import Person
from registry.seams.panels import Tile

SHOWN = 6
MOST = 1_000
"""Counts stop here: nobody reads further, and the page stays fast."""

TileMaker = Callable[[HttpRequest], Tile]
_tiles: list[tuple[int, str, TileMaker]] = []


def compliance_tile(*, order: int = 50) -> Callable[[TileMaker], TileMaker]:
    """Register a tile of the compliance page; lower order stands first."""

    def add(maker: TileMaker) -> TileMaker:
        _tiles.append((order, maker.__qualname__, maker))
        _tiles.sort(key=lambda tile: tile[:2])
        return maker

    return add


def compliance_tiles(request: HttpRequest) -> list[Tile]:
    """Every tile, in order."""
    return [make(request) for _order, _name, make in _tiles]


@compliance_tile(order=20)
def restrictions_in_force(_request: HttpRequest) -> Tile:
    """Persons whose data may only be stored, the oldest first."""
    found = Restriction.objects.in_force()
    shown = found.select_related("person").order_by("opened_at")[:SHOWN]
    rows = [
        row_of(r, r.person.reference, r.get_ground_display(), at=r.opened_at)
        for r in shown
    ]
    return tile_of(_("Restrictions in force"), Restriction, found, rows)


@compliance_tile(order=40)
def notices_owed(_request: HttpRequest) -> Tile:
    """People whose data came from a partner and who have not been told (Art. 14)."""
    owed = owed_article_14(Person.objects.all())
    first = owed.order_by("collected_on", "pk")[:SHOWN]
    rows = [
        row_of(
            person,
            person.reference,
            _("collected %(day)s") % {"day": f"{person.collected_on:%-d.%-m.%Y}"},
            urgent=True,
        )
        for person in first
    ]
    return tile_of(_("Notices owed to people from partners"), Person, owed, rows)


@compliance_tile(order=50)
def activities_without_basis(_request: HttpRequest) -> Tile:
    """Activities with no basis, or on legitimate interests with no test in force."""
    found = Activity.objects.without_basis(timezone.localdate())
    rows = [
        row_of(activity, activity.name, activity.get_basis_display())
        for activity in found[:SHOWN]
    ]
    title = _("Activities that lack a basis or a balancing test")
    return tile_of(title, Activity, found, rows)


@compliance_tile(order=60)
def tests_to_review(_request: HttpRequest) -> Tile:
    """Balancing tests that wait for approval or are due for review; late ones are loud,
    those that a newer version replaced are not asked about."""
    today = timezone.localdate()
    newer = BalancingTest.objects.filter(
        activity=OuterRef("activity"),
        version__gt=OuterRef("version"),
        approver__isnull=False,
    )
    due = Q(approver=None) | Q(review_by__lte=today + timedelta(days=30))
    found = BalancingTest.objects.filter(due, ~Exists(newer))
    rows = [
        row_of(
            test,
            str(test),
            f"{test.review_by:%-d.%-m.%Y}",
            urgent=test.review_by < today,
        )
        for test in found.select_related("activity").order_by("review_by")[:SHOWN]
    ]
    title = _("Balancing tests to approve or review")
    return tile_of(title, BalancingTest, found, rows)


@compliance_tile(order=70)
def recipients_to_mend(_request: HttpRequest) -> Tile:
    """Processors without a fit contract, and recipients outside the EEA (P13, P39)."""
    found = Recipient.objects.without_contract() | Recipient.objects.outside_eea()
    rows = [
        row_of(recipient, recipient.name, recipient.country)
        for recipient in found.order_by("name")[:SHOWN]
    ]
    return tile_of(
        _("Recipients outside the EEA or without a contract"), Recipient, found, rows
    )


def tile_of(
    title: str, model: type[Model], found: QuerySet[Any], rows: list[dict[str, Any]]
) -> Tile:
    """A tile with its first rows; urgent where a row is."""
    count = found.order_by()[: MOST + 1].count() if len(rows) == SHOWN else len(rows)
    return Tile(
        title=title,
        count=min(count, MOST),
        url=_list_url(model),
        template="privacy/desk/rows.html",
        context={"rows": rows, "more": count > MOST},
        urgent=any(row["urgent"] for row in rows),
    )


def row_of(row: Model, title: Any, detail: Any, **more: Any) -> dict[str, Any]:
    """One row of a tile, leading to its own page. ``urgent`` makes it loud."""
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    url = reverse(name, args=[row.pk])
    return {"title": title, "detail": detail, "url": url, "urgent": False, **more}


def _list_url(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
