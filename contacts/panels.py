"""What dealings add to the register's pages: timeline, composer, tiles, a column."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Exists, Max, OuterRef
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.forms import FollowUpForm, InteractionForm
from contacts.models import FollowUp, Interaction, Participant
from contacts.queries import ICONS, names_of_participants, visible_follow_ups
from contacts.services.importing import log_imported_notes
from registry.models import Company, Person, Staff
from registry.seams.panels import (
    Cursor,
    Panel,
    Tile,
    TimelineEntry,
    company_panel,
    import_column,
    list_column,
    older_than,
    person_panel,
    start_tile,
    timeline_source,
)

SHOWN = 6


@timeline_source("interaction")
def interactions(
    subject: str, key: int, before: Cursor | None, limit: int, user: Staff
) -> Sequence[TimelineEntry]:
    """Notes, calls, meetings and letters of the person or about the company."""
    if not user.has_perm("contacts.view_interaction"):
        return []
    if subject == "person":
        visible = Interaction.objects.visible_to(user)
        visible = visible.filter(pk=OuterRef("interaction"))
        links = Participant.objects.filter(Exists(visible), person=key)
        links = links.select_related("interaction__author")
        found = older_than(links, before, source="interaction", field="at")
        return [entry_of(link.interaction, link.pk) for link in found[:limit]]
    rows = Interaction.objects.visible_to(user).filter(company=key)
    rows = rows.select_related("author")
    shown = list(older_than(rows, before, source="interaction", field="at")[:limit])
    names = names_of_participants([row.pk for row in shown], user)
    return [entry_of(row, row.pk, names.get(row.pk, [])) for row in shown]


def entry_of(
    row: Interaction, key: int, people: Sequence[Person] = ()
) -> TimelineEntry:
    """The entry of one interaction; ``key`` is what its source is paged by."""
    kind = str(row.get_kind_display())
    who = str(row.get_direction_display()) if row.direction != "none" else ""
    return TimelineEntry(
        at=row.at,
        source="interaction",
        key=key,
        kind=row.kind,
        title=f"{kind}: {row.subject}" if row.subject else kind,
        body=row.body,
        by=" · ".join(filter(None, (*map(str, people), who, _name_of(row.author)))),
        url=reverse("admin:contacts_interaction_change", args=[row.pk]),
        icon=ICONS[row.kind],
    )


@person_panel(order=10)
def person_composer(request: HttpRequest, person: Person) -> Panel | None:
    """A note, call or meeting in one step, on the person's page."""
    return _composer(request, person=person)


@company_panel(order=10)
def company_composer(request: HttpRequest, company: Company) -> Panel | None:
    """The same on the company's page."""
    return _composer(request, company=company)


@person_panel(order=20)
def person_follow_ups(request: HttpRequest, person: Person) -> Panel | None:
    """What somebody promised to do about this person."""
    if not request.user.has_perm("contacts.view_followup"):
        return None
    rows = FollowUp.objects.filter(person=person, done_at=None)
    form = getattr(request, "follow_up_form", None) or FollowUpForm()
    return Panel(
        title=_("Follow-ups"),
        template="contacts/_follow_ups.html",
        context={
            "tasks": rows.select_related("owner").order_by("due_on", "pk")[:20],
            "form": form if request.user.has_perm("contacts.add_followup") else None,
            "person": person,
            "today": timezone.localdate(),
        },
    )


@start_tile(order=10)
def my_follow_ups(request: HttpRequest) -> Tile | None:
    """My open tasks that are due or late, the oldest first."""
    user = request.user
    if not isinstance(user, Staff) or not user.has_perm("contacts.view_followup"):
        return None
    today = timezone.localdate()
    due = FollowUp.objects.filter(owner=user, done_at=None, due_on__lte=today)
    due = visible_follow_ups(due, user).select_related("person", "company")
    tasks = list(due.order_by("due_on", "pk")[: SHOWN + 1])
    return Tile(
        title=_("My follow-ups for today"),
        url=reverse("admin:contacts_followup_changelist"),
        template="contacts/_my_follow_ups.html",
        context={"tasks": tasks[:SHOWN], "today": today},
        urgent=any(task.due_on < today for task in tasks),
    )


@start_tile(order=20)
def newest_interactions(request: HttpRequest) -> Tile | None:
    """The latest contacts of everybody."""
    user = request.user
    if not isinstance(user, Staff) or not user.has_perm("contacts.view_interaction"):
        return None
    rows = Interaction.objects.visible_to(user).select_related("author", "company")
    newest = list(rows.order_by("-at", "-pk")[:SHOWN])
    names = names_of_participants([row.pk for row in newest], user)
    return Tile(
        title=_("Newest contacts"),
        url=reverse("admin:contacts_interaction_changelist"),
        template="contacts/_newest.html",
        context={
            "rows": [(row, names.get(row.pk, []), ICONS[row.kind]) for row in newest]
        },
    )


@list_column("last_contact", label=gettext_lazy("Last contact"))
def last_contact(keys: Collection[int], user: Staff) -> dict[int, Any]:
    """The day of each person's latest interaction."""
    if not user.has_perm("contacts.view_interaction"):
        return {}
    rows = Participant.objects.filter(person__in=keys).values("person")
    latest = rows.annotate(latest=Max("at")).values_list("person", "latest")
    return {
        key: date_format(timezone.localtime(at), "SHORT_DATE_FORMAT")
        for key, at in latest
    }


def _composer(
    request: HttpRequest,
    *,
    person: Person | None = None,
    company: Company | None = None,
) -> Panel | None:
    guard = getattr(person, "guard", None)
    if not request.user.has_perm("contacts.add_interaction") or (
        guard and guard.restricted
    ):
        return None
    form = getattr(request, "interaction_form", None)
    where = "person" if person else "company"
    subject = person or company
    return Panel(
        title=_("New note or contact"),
        template="contacts/_composer.html",
        context={
            "form": form or InteractionForm.blank(person=person),
            "action": reverse(f"admin:contacts_log_{where}", args=[subject.pk]),  # type: ignore[union-attr]  # one of the two is given
        },
        place="main",
    )


def _name_of(author: Staff | None) -> str:
    return (author.get_full_name() or author.get_username()) if author else ""


import_column(
    "note",
    label=gettext_lazy("Note"),
    headers=(
        "Muistiinpano",
        "Muistiinpanot",
        "Huomautus",
        "Huom",
        "Anteckning",
        "Anteckningar",
        "Note",
        "Notes",
        "Comment",
        "Comments",
        "Message",
    ),
    apply=log_imported_notes,
)
