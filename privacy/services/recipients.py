"""Telling recipients of rectification, erasure and restriction (Art. 19).

The local act never waits for a recipient: a notice that cannot be sent is a row for the
officer, not an error.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from privacy.exceptions import DecisionIncomplete
from privacy.models import (
    Activity,
    Case,
    Disclosure,
    NoticeAct,
    Recipient,
    RecipientNotice,
    RecipientRole,
)
from privacy.recipients.answers import NoticeSettled
from privacy.recipients.messages import Identity, Told, queue_first, write_first
from registry.models import Person, PersonEmail, PersonPhone, Staff
from registry.seams.audit import record
from registry.seams.personal_data import Category, registry_of_holdings


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A notice and its message, written while the data was still there."""

    notice: RecipientNotice
    told: Told | None = field(repr=False)


@transaction.atomic
def tell_recipients(
    *,
    case: Case | None,
    person_id: int,
    act: str,
    changes: Sequence[str] = (),
    values: Mapping[str, str] | None = None,
) -> list[RecipientNotice]:
    """Write a notice to each recipient that got the person's data, and queue its mail
    in the caller's transaction. Call it before the data changes or goes.

    changes: ``holding.field``; bounds a rectification to those who got that category.
    values: the right values by the same names, for the mail only.
    Told once a case, recipient and act, however often it is called. Never raises for a
    recipient that cannot be reached: its notice waits for the officer.
    For an erasure that searches for the person's traces before it commits, use
    ``prepare_notices`` before the data goes and ``queue_notices`` after the search.
    """
    prepared = prepare_notices(
        case=case, person_id=person_id, act=act, changes=changes, values=values
    )
    return queue_notices(prepared)


@transaction.atomic
def prepare_notices(
    *,
    case: Case | None,
    person_id: int,
    act: str,
    changes: Sequence[str] = (),
    values: Mapping[str, str] | None = None,
) -> list[Prepared]:
    """The first half: notices and messages in memory, which no table has yet."""
    act = NoticeAct(act)
    got = recipients_with(person_id, _categories_of(changes))
    identity = _identity_of(person_id)
    found = []
    for recipient, categories in got:
        if _is_told(case, recipient, act):
            continue
        notice = RecipientNotice(
            recipient=recipient,
            case=case,
            person_id=None if act == NoticeAct.ERASURE else person_id,
            act=act,
            changes=list(changes),
        )
        told = (
            write_first(notice, identity, categories, values or {})
            if recipient.privacy_email
            else None
        )
        found.append(Prepared(notice=notice, told=told))
    return found


@transaction.atomic
def queue_notices(prepared: Iterable[Prepared]) -> list[RecipientNotice]:
    """The second half: the rows, and the mails in the queue."""
    notices = []
    for one in prepared:
        notice = one.notice
        if one.told is not None:
            notice.mail_id = queue_first(notice, one.told)
        notice.save()
        record(
            actor=None,
            action="recipient.notice_queued",
            subjects=notice.subjects,
            fields=notice.changes,
            purpose="rights",
        )
        notices.append(notice)
    return notices


@transaction.atomic
def send_again(*, actor: Staff, notice_id: int) -> RecipientNotice:
    """Send a notice that could not be sent, to the address the recipient has now.

    DecisionIncomplete without an address, or where the person has been erased and
    nobody knows any more whom it was about."""
    notice = RecipientNotice.objects.select_for_update().get(pk=notice_id)
    on_its_way = notice.mail_id and not notice.failed_at
    if not notice.is_open or notice.told_at or on_its_way:
        raise NoticeSettled
    if notice.person_id is None:
        raise DecisionIncomplete(
            _("The data is gone: the message cannot be written any more.")
        )
    if not notice.recipient.privacy_email:
        raise DecisionIncomplete(_("Give the recipient an address first."))
    got = {one.pk: some for one, some in recipients_with(notice.person_id)}
    categories = got.get(notice.recipient_id, frozenset())
    identity = _identity_of(notice.person_id)
    notice.mail_id = queue_first(notice, write_first(notice, identity, categories, {}))
    notice.failed_at = None
    notice.save()
    record(
        actor=actor,
        action="recipient.notice_queued",
        subjects=notice.subjects,
        fields=notice.changes,
        purpose="rights",
    )
    return notice


def recipients_with(
    person_id: int, categories: Collection[str] = ()
) -> list[tuple[Recipient, frozenset[str]]]:
    """Who got her data, with the categories each got: by recorded disclosures, and
    processors that running activities use. ``categories``: only those who got one."""
    got: dict[int, set[str]] = defaultdict(set)
    given = Disclosure.objects.filter(person_id=person_id)
    for recipient_id, some in given.values_list("recipient_id", "categories"):
        got[recipient_id] |= set(some)
    used = Activity.objects.running().filter(
        recipients__role=RecipientRole.PROCESSOR, recipients__ended_on=None
    )
    for recipient_id, declared, held in used.values_list(
        "recipients", "recipients__categories", "categories"
    ):
        got[recipient_id] |= set(declared) & set(held)
    wanted = set(categories)
    rows = Recipient.objects.filter(pk__in=got).order_by("name")
    return [
        (recipient, frozenset(got[recipient.pk]))
        for recipient in rows
        if got[recipient.pk] & wanted or (not wanted and got[recipient.pk])
    ]


def _categories_of(changes: Sequence[str]) -> set[str]:
    """Categories of ``holding.field`` names, by the map."""
    found = set()
    for change in changes:
        key, _dot, name = change.partition(".")
        found.add(str(registry_of_holdings[key].fields[name].category))
    return found


def _identity_of(person_id: int) -> Identity:
    person = Person.objects.filter(pk=person_id).first()
    emails = PersonEmail.objects.filter(person_id=person_id).order_by("pk")
    phones = PersonPhone.objects.filter(person_id=person_id).order_by("pk")
    return Identity(
        reference=person.reference if person else "",
        parts={
            Category.NAME: [person.full_name] if person else [],
            Category.EMAIL: list(emails.values_list("address", flat=True)),
            Category.PHONE: list(phones.values_list("e164", flat=True)),
        },
    )


def _is_told(case: Case | None, recipient: Recipient, act: str) -> bool:
    if case is None:
        return False
    told = RecipientNotice.objects.filter(case=case, recipient=recipient, act=act)
    return told.exists()
