"""Reads about dealings that several pages share."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Prefetch

from contacts.models import Participant
from registry.models import Person, Staff
from registry.models.showing import hidden_person

ICONS = {
    "note": "sticky_note_2",
    "call": "call",
    "meeting": "groups",
    "email": "mail",
    "fair": "storefront",
    "web_form": "language",
    "letter": "mark_email_read",
}


def names_of_participants(keys: Collection[int], user: Staff) -> dict[int, list[Any]]:
    """Interaction → the people in it whom this user may see."""
    names: dict[int, list[Any]] = {}
    links = Participant.objects.filter(
        interaction__in=keys, person__in=Person.objects.visible_to(user)
    )
    people = Prefetch("person", Person.objects.as_shown(user))
    for link in links.prefetch_related(people).order_by("pk"):
        names.setdefault(link.interaction_id, []).append(link.person)
    return names


def visible_follow_ups(rows: Any, user: Staff) -> Any:
    """Without those about people under restriction, but for a reader who has just said
    why she looks at that person."""
    return rows.exclude(hidden_person("person_id", user))
