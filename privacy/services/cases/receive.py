"""A request reaches us: first the row, then everything else."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from privacy.letters import send_letter
from privacy.models import Case, LetterKind
from privacy.models.case_choices import (
    CaseChannel,
    CaseKind,
    CaseState,
    IdentityMethod,
)
from registry.law.deadlines import receipt_date
from registry.law.identifiers.email import normalise_email
from registry.models import Person, Staff
from registry.seams.audit import record

from .at_once import take_effect_at_once
from .deadline import refresh_deadline
from .identity import shows_identity
from .links import issue_confirmation_link
from .sharing import find_holders, sharing_of


@transaction.atomic
def receive_request(
    *,
    kind: CaseKind,
    email: str,
    name: str = "",
    details: str = "",
    language: str,
    received_at: datetime | None = None,
    mail_now: bool = True,
) -> Case:
    """A request from the web form; the sender gets a link to confirm it, at once or,
    where the address has had many mails today, when ``send_late_confirmations`` says.

    Nobody is looked up here: the answer cannot tell whether the person is known.
    """
    case = _write_row(
        kind=kind,
        channel=CaseChannel.WEB_FORM,
        email=email,
        name=name,
        details=details,
        language=language,
        received_at=received_at or timezone.now(),
    )
    record(actor=None, action="case.received", subjects=[("case", case.pk)])
    if mail_now:
        ask_to_confirm(case)
    return case


def ask_to_confirm(case: Case) -> None:
    """Mail the link that confirms the request."""
    link = issue_confirmation_link(case)
    send_letter(case, LetterKind.CONFIRMATION, context={"link": link})


@transaction.atomic
def register_request(
    *,
    actor: Staff | None,
    kind: CaseKind,
    channel: CaseChannel,
    person: Person | None = None,
    email: str = "",
    name: str = "",
    details: str = "",
    language: str = "fi",
    received_at: datetime | None = None,
    identity_method: IdentityMethod = IdentityMethod.NONE,
) -> Case:
    """A request that a staff member took down, by whatever channel it came (P49)."""
    now = timezone.now()
    shared = sharing_of(email).is_shared
    shown = shows_identity(identity_method, shared_address=shared)
    case = _write_row(
        kind=kind,
        channel=channel,
        email=email,
        name=name,
        details=details,
        address_shared=shared,
        language=person.language if person else language,
        received_at=received_at or now,
        state=CaseState.OPEN,
        confirmed_at=now,
        person_id=person.pk if person else None,
        identity_method=identity_method,
        identity_shown_at=now if shown else None,
    )
    subjects = [("case", case.pk)]
    if person:
        subjects.append(("person", person.pk))
    record(actor=actor, action="case.registered", subjects=subjects)
    concerned = [person.pk] if person else find_holders(case.email)
    take_effect_at_once(case, concerned, actor=actor)
    return case


def _write_row(*, email: str, received_at: datetime, **columns: object) -> Case:
    received_on = receipt_date(received_at)
    case = Case(
        email=normalise_email(email) if email else "",
        received_at=received_at,
        received_on=received_on,
        **columns,
    )
    refresh_deadline(case).save()
    return case
