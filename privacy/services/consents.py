"""Consents: recorded with their proof, withdrawn as easily as given (Art. 7)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from privacy.models import ConsentAction, ConsentEvent
from privacy.restore.facts import note_withdrawals
from registry.models import Staff
from registry.seams.audit import record
from registry.seams.gate import Channel, Purpose


@transaction.atomic
def record_consent(
    *,
    actor: Staff | None,
    person_id: int,
    text_version: str,
    source: str,
    purpose: str = Purpose.MARKETING,
    channel: str = Channel.EMAIL,
    topic: str = "",
    text_sha256: str = "",
    evidence: str = "",
    at: datetime | None = None,
    confirmed: bool = False,
) -> ConsentEvent:
    """Record a consent for one purpose, channel and topic (``""``: all topics).

    source: where it was given. text_version, text_sha256: the words she saw.
    confirmed: a double opt-in confirmation of an earlier act."""
    return _create(
        actor=actor,
        person_id=person_id,
        action=ConsentAction.CONFIRMED if confirmed else ConsentAction.GIVEN,
        purpose=purpose,
        channel=channel,
        topic=topic,
        text_version=text_version,
        text_sha256=text_sha256,
        place=source[:60],
        evidence=evidence,
        at=at or timezone.now(),
    )


@transaction.atomic
def withdraw_consent(
    *,
    actor: Staff | None,
    person_id: int,
    source: str,
    purpose: str | None = None,
    channel: str | None = None,
    topic: str = "",
    evidence: str = "",
    at: datetime | None = None,
) -> list[ConsentEvent]:
    """Record a withdrawal, effective at once.

    Without ``purpose`` or ``channel``: of every consent in force; where none is on
    record, the wish is recorded for marketing by e-mail all the same."""
    events = [
        _create(
            actor=actor,
            person_id=person_id,
            action=ConsentAction.WITHDRAWN,
            purpose=its_purpose,
            channel=its_channel,
            topic=topic,
            place=source[:60],
            evidence=evidence,
            at=at or timezone.now(),
        )
        for its_purpose, its_channel in _withdrawn_pairs(person_id, purpose, channel)
    ]
    note_withdrawals(events)
    return events


def consents_of(*, person_id: int) -> list[str]:
    """Slugs of the topics she consents to now, ``""`` among them for «all topics»."""
    in_force = ConsentEvent.objects.in_force().filter(person=person_id)
    return sorted(set(in_force.values_list("topic", flat=True)))


def _withdrawn_pairs(
    person_id: int, purpose: str | None, channel: str | None
) -> Collection[tuple[str, str]]:
    given = ConsentEvent.objects.in_force().filter(person=person_id)
    if purpose:
        given = given.filter(purpose=purpose)
    if channel:
        given = given.filter(channel=channel)
    fallback = (purpose or Purpose.MARKETING.value, channel or Channel.EMAIL.value)
    return sorted(set(given.values_list("purpose", "channel"))) or [fallback]


def _create(*, actor: Staff | None, **values: Any) -> ConsentEvent:
    event = ConsentEvent(recorded_by=actor, **values)
    event.full_clean()
    event.save()
    record(
        actor=actor,
        action=f"consent.{event.action}",
        subjects=[("person", event.person_id), ("consent", event.pk)],
        fields=["purpose", "channel", "topic"],
        purpose=event.purpose,
    )
    return event
