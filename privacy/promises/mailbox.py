"""Promises that rest on a mailbox that is read (P46, P57): asked of the daily test."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from privacy.incoming.canary import Canary, last_canary

from .checks import Finding, State, stated


@stated("P46")
def cancelled_by_telling(_on: date) -> Finding:
    """Marketing stops by telling us. The other half, the link in each message, waits
    for letters: until then the promise is unproven at best."""
    canary = last_canary(now=timezone.now())
    return Finding(
        promise="P46",
        state=State.BROKEN if canary.is_deaf else State.UNPROVEN,
        count=int(canary.is_deaf),
        what=_heard(canary) + "; no link in a letter has been tried",
    )


@stated("P57")
def mailbox_of_the_controller(_on: date) -> Finding:
    """The controller's details come from one configuration; its mailbox is heard."""
    canary = last_canary(now=timezone.now())
    if canary.is_deaf:
        state = State.BROKEN
    else:
        state = State.HOLDS if canary.returned_at else State.UNPROVEN
    return Finding(
        promise="P57", state=state, count=int(canary.is_deaf), what=_heard(canary)
    )


def _heard(canary: Canary) -> str:
    if canary.is_deaf:
        return "the mailbox is deaf: no test came back in time"
    return (
        "the mailbox is heard" if canary.returned_at else "no test of the mailbox yet"
    )
