"""Two people and a day: ask for a weakening, confirm it, withdraw it, carry it out.

What a weakening does is known to whoever registers its kind: a handler that runs in
the transaction that carries it out, and words and an address for the list.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.exceptions import PrivacyError, WeakeningError
from privacy.models import Weakening
from registry.law.parameters import number
from registry.models import Staff
from registry.seams.audit import record


@dataclass(frozen=True, kw_only=True)
class WeakenedSubject:
    """What a weakening is about, for the list of those that wait. No personal data."""

    title: str
    url: str = ""


Handler = Callable[[Weakening], None]
Describer = Callable[[Weakening], WeakenedSubject]


@dataclass(frozen=True, kw_only=True)
class _Kind:
    carry_out: Handler
    describe: Describer | None
    withdrawn: Handler | None


_kinds: dict[str, _Kind] = {}


def register_weakening(
    kind: str,
    handler: Handler,
    *,
    describe: Describer | None = None,
    withdrawn: Handler | None = None,
) -> None:
    """Say what a kind does. Called once, at start.

    handler: carries it out, in the transaction that marks it so and at the moment that
    ``carried_out_at`` says; a PrivacyError leaves it open, to be withdrawn by people. withdrawn: called when somebody withdraws it.
    """
    if kind in _kinds:
        raise ValueError(f"weakening {kind} is registered twice")
    _kinds[kind] = _Kind(carry_out=handler, describe=describe, withdrawn=withdrawn)


def describe_weakening(weakening: Weakening) -> WeakenedSubject:
    """Title and address of what it is about."""
    kind = _kinds.get(weakening.kind)
    if kind and kind.describe:
        return kind.describe(weakening)
    return WeakenedSubject(title=weakening.subject_ref)


@transaction.atomic
def request_weakening(
    *,
    actor: Staff,
    kind: str,
    subject_ref: str,
    reason: str,
    now: datetime | None = None,
    **more: Any,
) -> Weakening:
    """Ask for it. WeakeningError where the same has been asked for and is open.

    more: ``hold`` of a release."""
    if not reason.strip():
        raise WeakeningError(_("Give the reasons."))
    if Weakening.objects.open().filter(kind=kind, subject_ref=subject_ref).exists():
        raise WeakeningError(_("This has been asked for already."))
    weakening = Weakening(
        kind=kind,
        subject_ref=subject_ref,
        reason=reason.strip(),
        requested_by=actor,
        requested_at=now or timezone.now(),
        **more,
    )
    weakening.full_clean()
    weakening.save()
    _audit(actor, "weakening.requested", weakening)
    return weakening


@transaction.atomic
def confirm_weakening(
    *, actor: Staff, weakening: Weakening, now: datetime | None = None
) -> Weakening:
    """Confirm it as the second person; it takes effect a day after it was asked for,
    at the earliest now."""
    weakening = _locked_open(weakening)
    if weakening.confirmed_at:
        raise WeakeningError(_("This has been confirmed already."))
    if weakening.requested_by_id == actor.pk:
        raise WeakeningError(_("Another person must confirm this."))
    now = now or timezone.now()
    weakening.confirmed_by = actor
    weakening.confirmed_at = now
    weakening.effective_at = max(earliest_effect(weakening.requested_at), now)
    weakening.full_clean()
    weakening.save()
    _audit(actor, "weakening.confirmed", weakening)
    return weakening


@transaction.atomic
def withdraw_weakening(
    *, actor: Staff, weakening: Weakening, reason: str, now: datetime | None = None
) -> Weakening:
    """Withdraw it before it is carried out: either person, or anybody who may."""
    weakening = _locked_open(weakening)
    if not reason.strip():
        raise WeakeningError(_("Give the reasons."))
    weakening.withdrawn_by = actor
    weakening.withdrawn_at = now or timezone.now()
    weakening.withdrawal_reason = reason.strip()
    weakening.full_clean()
    weakening.save()
    kind = _kinds.get(weakening.kind)
    if kind and kind.withdrawn:
        kind.withdrawn(weakening)
    _audit(actor, "weakening.withdrawn", weakening)
    return weakening


def carry_out_weakenings(now: datetime | None = None) -> int:
    """Carry out what has been confirmed and has waited; how many. Safe to run twice
    and side by side: each in a transaction of its own, locked ones are skipped."""
    now = now or timezone.now()
    keys = Weakening.objects.effective(now).values_list("pk", flat=True)
    return sum(_carry_out(key, now) for key in list(keys.order_by("effective_at")))


def earliest_effect(requested_at: datetime) -> datetime:
    """The first moment at which a weakening asked for then may take effect."""
    return requested_at + timedelta(hours=number("weakening_wait_hours"))


def _carry_out(key: int, now: datetime) -> bool:
    try:
        with transaction.atomic():
            waiting = Weakening.objects.effective(now).select_for_update(
                skip_locked=True, of=("self",)
            )
            weakening = waiting.filter(pk=key).first()
            if weakening is None:
                return False
            weakening.carried_out_at = now
            _kinds[weakening.kind].carry_out(weakening)
            weakening.save(update_fields=["carried_out_at"])
            _audit(None, "weakening.carried_out", weakening)
    except PrivacyError:
        record(actor=None, action="weakening.failed", subjects=[("weakening", key)])
        return False
    return True


def _locked_open(weakening: Weakening) -> Weakening:
    found = Weakening.objects.select_for_update().get(pk=weakening.pk)
    if not found.is_open:
        raise WeakeningError(_("This has been carried out or withdrawn already."))
    return found


def _audit(actor: Staff | None, action: str, weakening: Weakening) -> None:
    subjects = [("weakening", weakening.pk)]
    if weakening.hold_id:
        subjects.append(("hold", weakening.hold_id))
    record(actor=actor, action=action, subjects=subjects, fields=["reason"])
