"""Writing down a contact, and correcting what was written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from contacts.choices import Direction
from contacts.models import Interaction, Participant
from registry.choices import EventKind
from registry.models import Company, Person, Staff
from registry.seams.audit import record
from registry.services.orders import record_business_event

CORRECTABLE = ("kind", "direction", "subject", "body")


@transaction.atomic
def log_interaction(
    *,
    actor: Staff | None,
    kind: str,
    at: datetime,
    persons: Sequence[Person],
    company: Company | None = None,
    subject: str = "",
    body: str = "",
    direction: str = Direction.NONE,
    started_by_customer: bool = False,
    source_key: str | None = None,
) -> Interaction:
    """Write a contact down for all who took part.

    A contact that the customer started shows a relationship: it also becomes a
    business event of each participant. The same ``source_key`` twice changes nothing.
    """
    if source_key and (known := Interaction.objects.filter(source_key=source_key)):
        return known[0]
    made = Interaction(
        kind=kind,
        at=at,
        author=actor,
        company=company,
        subject=subject,
        body=body,
        direction=Direction.IN if started_by_customer else direction,
        started_by_customer=started_by_customer,
        source_key=source_key,
    )
    made.full_clean(exclude=["author", "company"])
    made.save()
    Participant.objects.bulk_create(
        Participant(interaction=made, person=person, at=at) for person in persons
    )
    if started_by_customer:
        _record_events(made, persons)
    subjects = [("person", person.pk) for person in persons]
    subjects += [("company", company.pk)] if company else []
    record(actor=actor, action=f"interaction.{kind}", subjects=subjects)
    return made


@transaction.atomic
def correct_interaction(
    *, actor: Staff, interaction: Interaction, **values: str
) -> Interaction:
    """Change the text or kind; the earlier wording stays in its history."""
    wrong = set(values) - set(CORRECTABLE)
    if wrong:
        raise TypeError(f"not correctable: {sorted(wrong)}")
    row = Interaction.objects.select_for_update().get(pk=interaction.pk)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if not changed:
        return row
    for name in changed:
        setattr(row, name, values[name])
    row.full_clean(exclude=["author", "company"])
    row.save(update_fields=changed)
    people = row.participants.values_list("person_id", flat=True)
    record(
        actor=actor,
        action="interaction.corrected",
        subjects=[("person", key) for key in people],
        fields=changed,
    )
    return row


def _record_events(made: Interaction, persons: Sequence[Person]) -> None:
    for person in persons:
        record_business_event(
            person=person,
            company=made.company,
            kind=EventKind.CONTACT_BY_CUSTOMER,
            on=timezone.localdate(made.at),
            evidence_type="interaction",
            evidence_ref=f"{made.pk}/{person.pk}",
        )
