"""The person's page: everything about her on one timeline."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.desk.reasons import reason_words
from registry.desk.staff_of import staff_of
from registry.models import (
    Address,
    Order,
    Person,
    PersonEmail,
    PersonPhone,
    Position,
    Source,
    Staff,
)
from registry.models.showing import rows_as_shown
from registry.seams import gate
from registry.seams.audit import record
from registry.seams.panels import Cursor, person_panels, timeline_page

ENTRIES = 20
INSTANT = "%Y%m%dT%H%M%S.%f"
TABS: dict[str, tuple[Any, dict[str, tuple[str, ...]]]] = {
    "": (_("Everything"), {"without": ("use",)}),
    "dealings": (_("Dealings"), {"sources": ("interaction", "mail")}),
    "orders": (_("Orders"), {"sources": ("order", "event")}),
    "changes": (
        _("Changes"),
        {
            "sources": (
                "change_person",
                "change_email",
                "change_phone",
                "change_position",
                "change_address",
                "source",
                "use",
            )
        },
    ),
}
MARKETING_CHANNELS = (
    (gate.Channel.EMAIL, _("E-mail")),
    (gate.Channel.PHONE, _("Phone")),
)


def get_person(request: HttpRequest, key: str | int) -> Person:
    """The person with her parts, or 404 where this user may not see her."""
    if not str(key).isdecimal():
        raise Http404
    user = staff_of(request)
    rows = Person.objects.visible_to(user).as_shown(user).select_related("guard")
    parts = (
        Prefetch("emails", rows_as_shown(points(PersonEmail), user)),
        Prefetch("phones", rows_as_shown(points(PersonPhone), user)),
        Prefetch(
            "positions",
            rows_as_shown(
                Position.objects.select_related("company").order_by("-ends_on", "pk"),
                user,
            ),
        ),
        Prefetch(
            "sources",
            Source.objects.select_related("partner").order_by("collected_on", "pk"),
        ),
        Prefetch("addresses", rows_as_shown(Address.objects.order_by("pk"), user)),
    )
    return get_object_or_404(rows.prefetch_related(*parts), pk=key)


def points(model: type[PersonEmail | PersonPhone]) -> Any:
    """Addresses or numbers, the primary one first."""
    return model._default_manager.order_by("-is_primary", "pk")


def page_context(request: HttpRequest, person: Person) -> dict[str, Any]:
    """Everything the page shows; records that it was viewed."""
    user = staff_of(request)
    record(actor=user, action="person.viewed", subjects=[("person", person.pk)])
    panels = person_panels(request, person)
    positions = list(person.positions.all())
    today = timezone.localdate()
    return {
        "person": person,
        "initials": (person.given_name[:1] + person.family_name[:1]).upper(),
        "restricted": hasattr(person, "guard") and person.guard.restricted,
        "positions": [p for p in positions if not p.ends_on or p.ends_on >= today],
        "earlier_positions": [p for p in positions if p.ends_on and p.ends_on < today],
        "marketing": marketing_status(person.pk, today),
        "orders": _orders_of(person, user),
        "main_panels": [p for p in panels if p.place == "main"],
        "side_panels": [p for p in panels if p.place != "main"],
        **timeline_context(request, "person", person.pk),
    }


def marketing_status(person_id: int, on: date) -> list[dict[str, Any]]:
    """The gate's answer for each channel, with its reason."""
    answers = []
    for channel, label in MARKETING_CHANNELS:
        answer = gate.decide(
            person_id=person_id, purpose=gate.Purpose.MARKETING, channel=channel, on=on
        )
        words = reason_words(answer.reason)
        answers.append({"label": label, "answer": answer, "words": words})
    return answers


def timeline_context(request: HttpRequest, subject: str, key: int) -> dict[str, Any]:
    """One page of the timeline under the chosen tab."""
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in TABS else ""
    page = timeline_page(
        subject=subject,
        key=key,
        user=staff_of(request),
        before=read_cursor(request.GET.get("before", "")),
        limit=ENTRIES,
        **TABS[chosen][1],
    )
    return {
        "timeline": page,
        "tabs": [(name, label, name == chosen) for name, (label, _f) in TABS.items()],
        "tab": chosen,
        "older": write_cursor(page.next) if page.next else "",
        "is_first_page": "before" not in request.GET,
    }


def write_cursor(cursor: Cursor) -> str:
    """A cursor as a word for an address: an instant, a source, a key."""
    at = cursor.at.astimezone(UTC).strftime(INSTANT)
    return f"{at}~{cursor.source}~{cursor.key}"


def read_cursor(word: str) -> Cursor | None:
    """The cursor again; None where the word is no cursor."""
    try:
        at, source, key = word.split("~")
        instant = datetime.strptime(at, INSTANT).replace(tzinfo=UTC)
        return Cursor(instant, source[:40], int(key))
    except ValueError:
        return None


def _orders_of(person: Person, user: Staff) -> list[Order]:
    if not user.has_perm("registry.view_order"):
        return []
    rows = Order.objects.filter(Q(buyer_person=person) | Q(contact=person))
    return list(rows.order_by("-ordered_on", "-pk")[:5])
