"""A fact of the journal becomes a row again. Each may be applied any number of times:
the row is known by its moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from privacy.erasure.journal import PARTLY
from privacy.erasure.part_again import erase_part_again
from privacy.models import (
    ConsentAction,
    ConsentEvent,
    Objection,
    Restriction,
    Suppression,
)
from privacy.services.guard import project_guard
from registry.seams.audit import record

from .facts import (
    LIFTED,
    OBJECTION,
    PROHIBITION,
    RESTRICTION,
    SUPPRESSION,
    WITHDRAWAL,
    Fact,
)

BY_HAND = "to_lift_by_hand"


def apply_fact(owner_id: int | None, fact: Fact) -> str:
    """Put the row back; what was done, as a word for counting, empty for nothing.

    A lifting of a restriction that the back-up still had is left to a person: it
    needs somebody who answers for it, and standing is the careful side (18(2))."""
    return APPLY[fact["kind"]](owner_id or 0, fact)


def _object(person_id: int, fact: Fact) -> str:
    made = _make(
        Objection,
        person_id=person_id,
        kind=fact["against"],
        scope=fact["scope"],
        received_at=_moment(fact["at"]),
        defaults={"place": _place()},
    )
    return _told(made, OBJECTION, person_id)


def _prohibit(company_id: int, fact: Fact) -> str:
    made = _make(
        Objection,
        company_id=company_id,
        kind=fact["against"],
        scope=fact["scope"],
        received_at=_moment(fact["at"]),
        defaults={"place": _place()},
    )
    return _told(made, PROHIBITION, company_id, subject="company")


def _withdraw(person_id: int, fact: Fact) -> str:
    made = _make(
        ConsentEvent,
        person_id=person_id,
        action=ConsentAction.WITHDRAWN,
        purpose=fact["purpose"],
        channel=fact["channel"],
        topic=fact["topic"],
        at=_moment(fact["at"]),
        defaults={"place": _place()},
    )
    return _told(made, WITHDRAWAL, person_id)


def _restrict(person_id: int, fact: Fact) -> str:
    reason = _(
        "Put back from the erasure journal after a restore; it keeps no reasons."
    )
    made = _make(
        Restriction,
        person_id=person_id,
        ground=fact["ground"],
        opened_at=_moment(fact["at"]),
        defaults={"reason": reason, "fields": fact.get("fields", [])},
    )
    return _told(made, RESTRICTION, person_id)


def _lift(person_id: int, fact: Fact) -> str:
    standing = Restriction.objects.in_force().filter(
        person=person_id, ground=fact["ground"], opened_at=_moment(fact["at"])
    )
    return BY_HAND if standing.exists() else ""


def _erase_part(person_id: int, fact: Fact) -> str:
    return PARTLY if erase_part_again(person_id, case=fact["case"]) else ""


def _suppress(_owner_id: int, fact: Fact) -> str:
    digests = [bytes.fromhex(digest) for _kind, digest, _version in fact["points"]]
    listed = Suppression.objects.filter(digest__in=digests, scope=fact["scope"])
    if listed.count() == len(set(digests)):
        return ""
    rows = [
        Suppression(
            digest=bytes.fromhex(digest),
            kind=kind,
            key_version=version,
            scope=fact["scope"],
            reason=fact["reason"],
            since=_moment(fact["at"]),
        )
        for kind, digest, version in fact["points"]
    ]
    Suppression.objects.bulk_create(rows, ignore_conflicts=True, batch_size=5_000)
    return SUPPRESSION


APPLY: dict[str, Callable[[int, Fact], str]] = {
    OBJECTION: _object,
    PROHIBITION: _prohibit,
    WITHDRAWAL: _withdraw,
    RESTRICTION: _restrict,
    LIFTED: _lift,
    SUPPRESSION: _suppress,
    PARTLY: _erase_part,
}


def _make(model: Any, *, defaults: dict[str, Any], **known_by: Any) -> bool:
    """Whether the row was not there. It counts as recorded by nobody: the system."""
    if model.objects.filter(**known_by).exists():
        return False
    model.objects.create(**known_by, **defaults)
    return True


def _told(made: bool, kind: str, owner_id: int, *, subject: str = "person") -> str:  # noqa: FBT001  # the outcome of ``_make``
    if not made:
        return ""
    if subject == "person":
        project_guard([owner_id])
    record(
        actor=None,
        action=f"fact.put_back_{kind}",
        subjects=[(subject, owner_id)],
        purpose="rights",
    )
    return kind


def _place() -> str:
    return _("Erasure journal, after a restore")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
