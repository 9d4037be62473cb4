"""Housekeeping of requests: what has had its time goes."""

from __future__ import annotations

from datetime import datetime

from privacy.access.download import delete_closed_files, delete_expired_packages
from privacy.services.cases import delete_unconfirmed
from privacy.services.cases.approve import drive_again
from privacy.services.cases.late_confirmation import send_late_confirmations


def tidy_requests(*, now: datetime) -> dict[str, int]:
    """Unconfirmed requests, expired packages, leftover files, approved requests that
    nobody is at: how many of each."""
    return {
        "driven": drive_again(),
        "late_confirmations": send_late_confirmations(now=now),
        "unconfirmed": delete_unconfirmed(now=now),
        "packages": delete_expired_packages(now=now),
        "files": delete_closed_files(),
    }
