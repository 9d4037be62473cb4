"""The certificate: what was done, in numbers and reasons, without personal data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from privacy.controller import controller
from privacy.models import (
    Case,
    Certificate,
    CertificateState,
    Duty,
    HeldRemainder,
    LetterKind,
)
from privacy.models.case_choices import CaseKind, CaseOutcome
from privacy.services.mentions import kept_places
from privacy.services.remainders import plan_of_remainders
from privacy.services.statutes import DUTIES, law_of
from registry.seams.audit import record
from registry.seams.mail import MailOutcome
from registry.seams.personal_data import (
    OutcomeLine,
    registry_of_holdings,
    rescan,
)
from registry.seams.signing import sign_document

from .outside import search_outside
from .sealing import Sought, seal, unseal

CLOSING = (LetterKind.ERASED, LetterKind.PARTLY, LetterKind.COMPLETED)
"""Letters that end an erasure, or a step of it."""
CASE_PATH = "case__person_id"
SCHEMA = "kespet.erasure-certificate/1"


def write_certificate(
    case: Case, *, lines: Iterable[OutcomeLine], sought: Sought, at: datetime
) -> Certificate:
    """The certificate of an erasure that has just been done, pending. Where a duty
    kept something, it says which, on what act, and until when."""
    document = {
        "schema": SCHEMA,
        "controller": controller().name,
        "case": case.reference,
        "right": CaseKind.ERASURE.value,
        "law": "GDPR 17",
        "outcome": case.outcome,
        "received_on": case.received_on.isoformat(),
        "decided_at": _iso(case.decided_at),
        "erased_at": _iso(at),
        "plan_sha256": case.plan_digest,
        "lines": [certified(line) for line in lines],
        "still_kept": still_kept(case),
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


def continue_certificate(
    case: Case, *, lines: Iterable[OutcomeLine], sought: Sought, at: datetime
) -> Certificate | None:
    """The rest has gone: the same certificate says so, pending again, with what it
    said before; None where the case has none."""
    certificate = Certificate.objects.select_for_update().filter(case=case).first()
    if certificate is None:
        return None
    before = certificate.document
    steps = [*before.get("before", []), {k: before.get(k) for k in STEP}]
    certificate.document = sign_document(
        {
            **before,
            "outcome": CaseOutcome.PARTLY if still_kept(case) else "completed",
            "erased_at": _iso(at),
            "lines": [certified(line) for line in lines],
            "still_kept": still_kept(case),
            "before": steps,
            "searched_again_at": None,
            "closing_letter": "pending",
        }
    )
    certificate.state = CertificateState.PENDING
    certificate.sealed_traces = seal(sought)
    certificate.finalised_at = None
    certificate.save()
    return certificate


STEP = ("erased_at", "lines", "still_kept", "searched_again_at", "closing_letter")
"""What an earlier step of the erasure said."""


def still_kept(case: Case) -> list[dict[str, Any]]:
    """Duties that keep something, with act and end: no personal data."""
    rows = HeldRemainder.objects.open().filter(case=case).order_by("pk")
    return [
        {
            "duty": row.duty,
            "law": DUTIES[Duty(row.duty)],
            "holdings": row.holdings,
            "until": row.ends_on.isoformat() if row.ends_on else None,
            "review_when": row.review_when or None,
        }
        for row in rows
    ]


def certified(line: OutcomeLine) -> dict[str, Any]:
    """A line with the statute that keeps what is kept."""
    fields = list(line.fields)
    law = law_of(line.holding, line.outcome, fields, line.kept_until, line.duty)
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
    letter = case.letters.filter(kind__in=CLOSING).order_by("-pk").first()
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


def residue_of(case: Case | None, sought: Sought) -> dict[str, int]:
    """What is left of her anywhere, without the places that were decided to stay and
    without what a duty keeps."""
    kept = kept_places(case) if case else Counter[str]()
    left = rescan(
        sought.traces, person_ids=[sought.person_id], lawful=_lawful(case, sought)
    )
    return {key: n - kept[key] for key, n in left.items() if n > kept[key]}


def _lawful(case: Case | None, sought: Sought) -> Mapping[str, Collection[int]]:
    """Holding → keys of what stays of her now; the case that knows of it too."""
    person_id = sought.person_id
    rows = HeldRemainder.objects.of_persons().filter(person_id=person_id)
    if not rows.exists():
        return {}
    lawful = plan_of_remainders(person_id, on=timezone.localdate()).lawful
    hers = HeldRemainder.objects.filter(person_id=person_id)
    known = set(hers.values_list("pk", flat=True))
    cases = set(rows.exclude(case=None).values_list("case", flat=True))
    cases |= {case.pk} if case else set()
    cases |= lawful.get("cases", set())
    return {
        **lawful,
        **_parts_of(cases),
        "cases": cases,
        "held_remainders": known,
    }


def _parts_of(cases: Collection[int]) -> dict[str, set[int]]:
    """What hangs on the requests that still know whose they are."""
    return {
        holding.key: set(
            holding.model._default_manager.filter(case__in=cases).values_list(
                "pk", flat=True
            )
        )
        for holding in registry_of_holdings
        if holding.person_path == CASE_PATH
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None
