"""What a recipient reads. The person is named in the first message only, which lives in
the mail queue until accepted; reminders name the notice."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from privacy.controller import controller
from privacy.models import Case, RecipientNotice
from privacy.services.preview import field_label, label_of
from registry.choices import Language
from registry.seams.mail import MailError, queue_mail
from registry.seams.personal_data import Category, registry_of_holdings
from registry.seams.tokens import issue_token

SUBJECT: Final = "recipient_notice"
PURPOSE: Final = "recipient.answer"
LIFETIME: Final = timedelta(days=180)
FIRST: Final = "recipient.notice"
REMINDER: Final = "recipient.reminder"
LANGUAGES: Final = {"FI": Language.FI, "SE": Language.SV}
NAMING: Final = (Category.NAME, Category.EMAIL, Category.PHONE)


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What names the person, by category of data; never in the repr."""

    reference: str = field(repr=False)
    parts: Mapping[str, list[str]] = field(repr=False)

    def known_to(self, categories: Collection[str]) -> list[str]:
        """Only what the recipient has been given anyway; a name where that is nothing."""
        known = [c for c in NAMING if c in categories and self.parts[c]]
        return [one for c in known or NAMING[:1] for one in self.parts[c]]


@dataclass(frozen=True, kw_only=True)
class Told:
    """A written message, on its way to the queue."""

    subject: str = field(repr=False)
    text: str = field(repr=False)
    language: str


def language_of(notice: RecipientNotice) -> str:
    """Finnish in Finland, Swedish in Sweden, English elsewhere."""
    return str(LANGUAGES.get(notice.recipient.country, Language.EN))


def write_first(
    notice: RecipientNotice,
    identity: Identity,
    categories: Collection[str],
    values: Mapping[str, str],
) -> Told:
    """The message that lets the recipient find the person and do the same."""
    with override(language_of(notice)):
        changed = [
            {"label": change_label(change), "value": values.get(change, "")}
            for change in notice.changes
            if category_of(change) in categories
        ]
        return _write(
            notice,
            "notice",
            {
                "identity": identity.known_to(categories),
                "person_reference": identity.reference,
                "changed": changed,
            },
        )


def write_reminder(notice: RecipientNotice) -> Told:
    """The same notice asked after, without a word about the person."""
    with override(language_of(notice)):
        return _write(notice, "reminder", {})


def queue_first(notice: RecipientNotice, told: Told) -> int | None:
    """Put it in the queue, and the key of the mail. None where the queue refuses the
    address: a task for the officer.

    With the person's key, where she is not erased: her erasure takes the mail along."""
    return _queue(notice, told, kind=FIRST, person_id=notice.person_id)


def queue_reminder(notice: RecipientNotice) -> bool:
    """Queue a reminder; whether the address was taken."""
    return _queue(notice, write_reminder(notice), kind=REMINDER) is not None


def change_label(change: str) -> str:
    """«Person: family name», in the active language."""
    key, _dot, name = change.partition(".")
    return f"{label_of(key)}: {field_label(key, name)}"


def category_of(change: str) -> str:
    """The notice's category of a changed field."""
    key, _dot, name = change.partition(".")
    return str(registry_of_holdings[key].fields[name].category)


def answer_address(notice: RecipientNotice) -> str:
    """A new single-use address at which the recipient answers."""
    token = issue_token(
        purpose=PURPOSE,
        subject_type=SUBJECT,
        subject_ref=notice.reference,
        ttl=LIFETIME,
    )
    return f"{settings.SITE_URL}{reverse('privacy:recipient_answer', args=[token])}"


def _write(notice: RecipientNotice, name: str, more: Mapping[str, Any]) -> Told:
    language = language_of(notice)
    case: Case | None = notice.case
    written = render_to_string(
        f"privacy/recipients/{language}/{name}.txt",
        {
            "notice": notice,
            "case": case,
            "act": notice.act,
            "controller": controller(),
            "link": answer_address(notice),
            **more,
        },
    )
    subject, _line, text = written.strip().partition("\n")
    return Told(subject=subject.strip(), text=text.strip() + "\n", language=language)


def _queue(
    notice: RecipientNotice, told: Told, *, kind: str, person_id: int | None = None
) -> int | None:
    try:
        mail = queue_mail(
            to=notice.recipient.privacy_email,
            subject=told.subject,
            text=told.text,
            kind=kind,
            language=told.language,
            person_id=person_id,
            subject_type=SUBJECT,
            subject_ref=notice.reference,
        )
    except MailError:
        return None
    return int(mail.pk)
