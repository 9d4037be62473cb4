"""Recipients by name (Art. 15(1)(c); C-154/21)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from privacy.models import Disclosure, Recipient, RecipientNotice


@dataclass(frozen=True, slots=True)
class NamedRecipient:
    """Who receives her data, as what, for which service, in which country."""

    name: str
    role: str
    service: str
    country: str
    times: int = 0
    """How often hers was given, one by one; 0: as part of a service only."""


def recipients_outside_eea() -> list[NamedRecipient]:
    """Active recipients outside the EEA: the notice says that there are none (P39)."""
    return [_named(one) for one in Recipient.objects.outside_eea().order_by("name")]


@dataclass(frozen=True, slots=True)
class ToldRecipient:
    """Who was told of what was done to her data, and what it answered (Art. 19)."""

    name: str
    act: str
    told_at: datetime | None
    answer: str


def told_recipients(person_id: int) -> list[ToldRecipient]:
    """Notices about her, oldest first; «she is told about those recipients»."""
    notices = RecipientNotice.objects.filter(person_id=person_id)
    return [
        ToldRecipient(
            notice.recipient.name,
            notice.get_act_display(),
            notice.told_at,
            _answer_of(notice),
        )
        for notice in notices.select_related("recipient").order_by("created_at", "pk")
    ]


def _answer_of(notice: RecipientNotice) -> str:
    if notice.not_told_ground:
        return str(notice.get_not_told_ground_display())
    return str(notice.get_answer_display())


def recipients_of(person_id: int) -> list[NamedRecipient]:
    """Those who get data about everybody now, and those who got hers, by name."""
    got = Disclosure.objects.filter(person_id=person_id).values("recipient_id")
    named = Recipient.objects.active() | Recipient.objects.filter(pk__in=got)
    times = Counter(
        Disclosure.objects.filter(person_id=person_id).values_list(
            "recipient_id", flat=True
        )
    )
    return [_named(r, times[r.pk]) for r in named.distinct().order_by("name")]


def _named(recipient: Recipient, times: int = 0) -> NamedRecipient:
    return NamedRecipient(
        recipient.name,
        recipient.get_role_display(),
        recipient.service,
        recipient.country,
        times,
    )
