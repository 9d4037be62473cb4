"""Earlier values on the timeline, for those who may see them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from registry.models import Address, Person, PersonEmail, PersonPhone, Position, Staff
from registry.seams.panels import Cursor, TimelineEntry, older_than, timeline_source
from registry.seams.personal_data.history import event_model_of

SHOWN = ("kind", "given_name", "family_name", "language", "private_customer")
COMPARED = 200
"""Versions of a person that are compared; the history of one row is short."""


def may_see_earlier_values(user: Staff) -> bool:
    """Those who may correct them, and those who watch over it."""
    return user.has_perm("registry.change_person") or user.has_perm(
        "registry.view_auditentry"
    )


@timeline_source("change_person")
def person_changes(
    subject: str, key: int, before: Cursor | None, limit: int, user: Staff
) -> Sequence[TimelineEntry]:
    """Which of the person's own fields changed, and from what."""
    if subject != "person" or not may_see_earlier_values(user):
        return []
    person = Person.objects.get(pk=key)
    rows = event_model_of(Person)._default_manager.filter(pgh_obj_id=key)
    newer: Any = person
    entries = []
    for row in rows.order_by("-pgh_created_at", "-pk")[:COMPARED]:
        lines = [_old(row, name) for name in SHOWN if _differ(row, newer, name)]
        newer = row
        if lines:
            entries.append(
                _entry(row, "change_person", _("Details changed"), "\n".join(lines))
            )
    return [e for e in entries if before is None or e.cursor < before][:limit]


def _differ(old: Any, new: Any, name: str) -> bool:
    return bool(getattr(old, name) != getattr(new, name))


def _old(row: Any, name: str) -> str:
    label = str(getattr(Person, name).field.verbose_name).capitalize()
    display = getattr(row, f"get_{name}_display", lambda: getattr(row, name))()
    shown = display if not isinstance(display, bool) else _yes_no(display)
    return _("%(field)s was: %(old)s") % {"field": label, "old": shown or "–"}


def _yes_no(value: bool) -> str:  # noqa: FBT001  # a value to be worded, not a switch
    return pgettext("value", "yes") if value else pgettext("value", "no")


def _entry(row: Any, source: str, title: str, body: str) -> TimelineEntry:
    return TimelineEntry(
        at=row.pgh_created_at,
        source=source,
        key=row.pk,
        kind="change",
        title=title,
        body=body,
        icon="edit",
    )


def part_changes(
    source: str, model: Any, titles: dict[str, Any], words: Callable[[Any], str]
) -> None:
    """Register the history of a table whose rows belong to a person."""

    @timeline_source(source)
    def read(
        subject: str, key: int, before: Cursor | None, limit: int, user: Staff
    ) -> Sequence[TimelineEntry]:
        if subject != "person" or not may_see_earlier_values(user):
            return []
        rows = event_model_of(model)._default_manager.filter(person_id=key)
        found = older_than(rows, before, source=source, field="pgh_created_at")
        return [
            _entry(row, source, str(titles[row.pgh_label]), words(row))
            for row in found[:limit]
        ]


part_changes(
    "change_email",
    PersonEmail,
    {
        "update": gettext_lazy("E-mail address changed"),
        "delete": gettext_lazy("E-mail address removed"),
    },
    lambda row: str(row.address),
)
part_changes(
    "change_phone",
    PersonPhone,
    {
        "update": gettext_lazy("Phone number changed"),
        "delete": gettext_lazy("Phone number removed"),
    },
    lambda row: str(row.e164),
)
part_changes(
    "change_position",
    Position,
    {
        "update": gettext_lazy("Position changed"),
        "delete": gettext_lazy("Position removed"),
    },
    lambda row: " · ".join(filter(None, (row.title, row.work_tasks))),
)
part_changes(
    "change_address",
    Address,
    {
        "update": gettext_lazy("Address changed"),
        "delete": gettext_lazy("Address removed"),
    },
    lambda row: f"{row.street}, {row.postal_code} {row.city}",
)
