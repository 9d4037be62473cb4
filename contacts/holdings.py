"""What dealings hold about people (the map, see registry.seams.personal_data)."""

from django.utils.translation import gettext_lazy as _

from contacts.models import FollowUp, Interaction, Participant, SavedFilter
from registry.seams.personal_data import (
    Category,
    Datum,
    Obligation,
    OnErasure,
    Origin,
    Purpose,
    RetentionRule,
    datum,
    history_of,
    holding,
)

AUTHOR = "staff member: employment data, not the register's"
ROW = "bookkeeping of the row"


def dealing(*, words: bool = False) -> Datum:
    """A datum of the notice's category «contacts and their notes» (P19)."""
    return datum(
        category=Category.CONTACTS,
        purpose=Purpose.RELATIONSHIP,
        retention=RetentionRule.OWN_DATE,
        on_erasure=OnErasure.DELETE_ROW,
        origin=Origin.PROVIDED if words else Origin.OBSERVED,
        obligation=Obligation.VOLUNTARY,
        rectifiable=words,
        free_text=words,
        speaks_of_others=words,
    )


holding(
    "participants",
    model=Participant,
    person_path="person",
    label=_("Taking part in contacts"),
    fields={"at": dealing()},
    technical={"id": "key", "person": "link", "interaction": "link"},
    clock="at",
)
interactions = holding(
    "interactions",
    model=Interaction,
    person_path="participants__person",
    company_path="company",
    shared=True,
    label=_("Contacts and notes"),
    fields={
        "kind": dealing(),
        "direction": dealing(),
        "at": dealing(),
        "subject": dealing(words=True),
        "body": dealing(words=True),
        "started_by_customer": dealing(),
    },
    technical={
        "id": "key",
        "author": AUTHOR,
        "company": "link",
        "source_key": "digest of the imported row, so that it is taken once",
        "created_at": ROW,
    },
    clock="at",
)
history_of(interactions, person_path="pgh_obj__participants__person")
follow_ups = holding(
    "follow_ups",
    model=FollowUp,
    person_path="person",
    company_path="company",
    label=_("Follow-ups"),
    fields={
        "due_on": dealing(),
        "text": dealing(words=True),
        "done_at": dealing(),
    },
    technical={
        "id": "key",
        "person": "link",
        "company": "link",
        "owner": AUTHOR,
        "created_at": ROW,
    },
    clock="due_on",
)
history_of(follow_ups)
holding(
    "saved_filters",
    model=SavedFilter,
    person_path="",
    mentions_only=True,
    label=_("Saved filters of staff"),
    clock="created_at",
    fields={
        "name": dealing(words=True),
        "query": dealing(words=True),
    },
    technical={"id": "key", "staff": AUTHOR, "path": "which list", "created_at": ROW},
)
