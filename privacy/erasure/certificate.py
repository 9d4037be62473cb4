"""The certificate: what was done, in numbers and reasons, without personal data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from privacy.controller import controller
from privacy.models import Case, Certificate, CertificateState, LetterKind
from privacy.models.case_choices import CaseKind
from privacy.services.mentions import kept_places
from privacy.services.statutes import law_of
from registry.seams.audit import record
from registry.seams.mail import MailOutcome
from registry.seams.personal_data import (
    OutcomeLine,
    rescan,
)
from registry.seams.signing import sign_document

from .outside import search_outside
from .sealing import Sought, seal, unseal

SCHEMA = "kespet.erasure-certificate/1"


def write_certificate(
    case: Case, *, lines: Iterable[OutcomeLine], sought: Sought, at: datetime
) -> Certificate:
    """The certificate of an erasure that has just been done, pending."""
    document = {
        "schema": SCHEMA,
        "controller": controller().name,
        "case": case.reference,
        "right": CaseKind.ERASURE.value,
        "law": "GDPR 17",
        "received_on": case.received_on.isoformat(),
        "decided_at": _iso(case.decided_at),
        "erased_at": _iso(at),
        "plan_sha256": case.plan_digest,
        "lines": [certified(line) for line in lines],
        "mentions_redacted": case.mentions.filter(choice="redact").count(),
        "mentions_kept": case.mentions.filter(choice="keep").count(),
        "suppressed": case.suppress,
        "recipients_told": case.recipient_notices.filter(act="erasure").count(),
        "searched_again_at": None,
        "closing_letter": "pending",
    }
    return Certificate.objects.create(
        case=case, document=sign_document(document), sealed_traces=seal(sought)
    )


def certified(line: OutcomeLine) -> dict[str, Any]:
    """A line with the statute that keeps what is kept."""
    fields = list(line.fields)
    law = law_of(line.holding, line.outcome, fields, line.kept_until)
    return {**line.as_dict(), "fields": fields, "law": law}


@transaction.atomic
def finish_certificate(outcome: MailOutcome) -> None:
    """The closing letter is settled."""
    finish_when_settled(case=Q(reference=outcome.subject_ref))


@transaction.atomic
def finish_after_notice(outcome: MailOutcome) -> None:
    """A notice to a recipient is settled: perhaps it was the last mail that named the
    person (Art. 19)."""
    finish_when_settled(
        case=Q(recipient_notices__reference=outcome.subject_ref),
        state=CertificateState.PENDING,
    )


@transaction.atomic
def finish_when_settled(*, case: Q, **which: Any) -> None:
    """Once no mail of the erasure is on its way: search once more, sign, forget the
    traces. The certificate is locked first, so of two mails that are settled at once
    the second sees the first."""
    certificate = (
        Certificate.objects.select_for_update(of=("self",))
        .filter(case__in=Case.objects.filter(case).values("pk"), **which)
        .exclude(state=CertificateState.FINAL)
        .first()
    )
    if certificate is None:
        return
    letter = closing_letter_of(certificate.case)
    notices = certificate.case.recipient_notices.on_the_way()
    if letter != "pending" and not notices.exists():
        search_again(certificate, closing_letter=letter)


def closing_letter_of(case: Case) -> str:
    """``accepted``, ``undeliverable``, ``pending``, or ``none``: no mail address, so it
    goes on paper or not at all, and no mail will say how it ended."""
    letter = case.letters.filter(kind=LetterKind.ERASED).order_by("-pk").first()
    if letter is None or letter.mail_id is None:
        return "none"
    if letter.accepted_at:
        return "accepted"
    return "undeliverable" if letter.given_up_at else "pending"


def search_again(certificate: Certificate, *, closing_letter: str) -> bool:
    """The second search. Clean: final. Else the officer is told, and may repeat it."""
    sought = unseal(bytes(certificate.sealed_traces))
    found = {
        **residue_of(certificate.case, sought),
        **search_outside(sought.traces),
    }
    now = timezone.now()
    certificate.document = sign_document(
        {
            **certificate.document,
            "searched_again_at": _iso(now),
            "closing_letter": closing_letter,
            "residue": found,
        }
    )
    certificate.state = CertificateState.RESIDUE if found else CertificateState.FINAL
    if not found:
        certificate.sealed_traces = b""
        certificate.finalised_at = now
    certificate.save()
    record(
        actor=None,
        action=f"certificate.{certificate.state}",
        subjects=[("case", certificate.case_id)],
    )
    return not found


def residue_of(case: Case, sought: Sought) -> dict[str, int]:
    """What is left of her anywhere, without the places that were decided to stay."""
    kept = kept_places(case)
    left = rescan(sought.traces, person_ids=[sought.person_id])
    return {key: n - kept[key] for key, n in left.items() if n > kept[key]}


def _iso(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None
