"""The suppression list: adding to it, and asking it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from privacy.models import Objection, ObjectionKind, ObjectionScope, Suppression
from privacy.restore.facts import note_suppressions, together
from registry.digests import KEY_VERSION, contact_digest
from registry.law.identifiers.email import normalise_email
from registry.models import PersonEmail, PersonPhone
from registry.seams.gate import Purpose
from registry.seams.personal_data import keys_of

BOTH = (Suppression.Kind.EMAIL, Suppression.Kind.PHONE)
KINDS_OF_SCOPE = {
    ObjectionScope.ALL: BOTH,
    ObjectionScope.EMAIL: (Suppression.Kind.EMAIL,),
    ObjectionScope.SMS: (Suppression.Kind.PHONE,),
    ObjectionScope.PHONE: (Suppression.Kind.PHONE,),
    ObjectionScope.POST: BOTH,
}
"""What an objection puts on the list: the points by which a list brings her back."""


@transaction.atomic
def suppress_contact_points(
    *,
    person_ids: Collection[int],
    reason: Suppression.Reason,
    scope: str = ObjectionScope.ALL,
    since: datetime | None = None,
) -> int:
    """Put every address and number of these people on the list; returns how many
    digests were offered. What is listed already stays as it is."""
    rows = [
        Suppression(
            digest=bytes(digest),
            kind=kind,
            key_version=version,
            scope=scope,
            reason=reason,
            since=since or timezone.now(),
        )
        for kind in KINDS_OF_SCOPE[ObjectionScope(scope)]
        for digest, version in _digests(kind, person_ids)
    ]
    note_suppressions(rows)
    Suppression.objects.bulk_create(rows, ignore_conflicts=True, batch_size=5_000)
    return len(rows)


@transaction.atomic
def suppress_address(
    email: str, *, reason: Suppression.Reason, since: datetime | None = None
) -> None:
    """Put one e-mail address on the list, whoever holds it, if anybody does."""
    row = Suppression(
        digest=contact_digest(normalise_email(email)),
        kind=Suppression.Kind.EMAIL,
        key_version=KEY_VERSION,
        scope=ObjectionScope.ALL,
        reason=reason,
        since=since or timezone.now(),
    )
    note_suppressions([row])
    Suppression.objects.bulk_create([row], ignore_conflicts=True)


@transaction.atomic
def remember_objectors(*, person_ids: Collection[int]) -> int:
    """Before an erasure: list the present contact points of those among these people
    who objected to marketing, so that they stay forgotten (law sheet C.5)."""
    objected = Objection.objects.filter(
        kind=ObjectionKind.MARKETING, person__among=keys_of(person_ids)
    )
    by_scope: dict[str, list[int]] = {}
    for scope, key in objected.values_list("scope", "person_id"):
        by_scope.setdefault(scope, []).append(key or 0)
    with together():
        return sum(
            suppress_contact_points(
                person_ids=ids, reason=Suppression.Reason.OBJECTION, scope=scope
            )
            for scope, ids in sorted(by_scope.items())
        )


def screen_addresses(addresses: Iterable[str]) -> set[str]:
    """Which of these normalised e-mail addresses or E.164 numbers are listed for
    marketing through them. Neither key nor address enters SQL."""
    by_digest = {contact_digest(address): address for address in addresses}
    listed = Suppression.objects.filter(
        digest__in=list(by_digest), key_version=KEY_VERSION, purpose=Purpose.MARKETING
    ).exclude(scope=ObjectionScope.POST)
    return {by_digest[bytes(d)] for d in listed.values_list("digest", flat=True)}


def _digests(
    kind: Suppression.Kind, person_ids: Collection[int]
) -> Iterable[tuple[Any, int]]:
    model = PersonEmail if kind == Suppression.Kind.EMAIL else PersonPhone
    points = model._default_manager.filter(person__in=list(person_ids))
    return points.values_list("suppression_digest", "digest_key_version")
