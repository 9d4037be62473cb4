"""Disclosures: one row a person, to a recipient that may have the data."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from privacy.exceptions import LegalFactError
from privacy.models import Disclosure, Recipient, RecipientRole
from registry.models import Staff
from registry.seams.audit import record


@transaction.atomic
def record_disclosure(
    *,
    actor: Staff | None,
    recipient: Recipient,
    person_ids: Collection[int],
    categories: Collection[str],
    purpose: str,
    ground: str,
) -> int:
    """Record what was given about each of these people; returns how many rows.

    LegalFactError where a processor has no contract in force that forbids use of its
    own, or would get categories that are not declared for it (P12, P13)."""
    _refuse_unfit(recipient, categories)
    Disclosure.objects.bulk_create(
        (
            Disclosure(
                recipient=recipient,
                person_id=person_id,
                categories=sorted(categories),
                purpose=purpose,
                ground=ground,
                recorded_by=actor,
            )
            for person_id in person_ids
        ),
        batch_size=5_000,
    )
    record(
        actor=actor,
        action="disclosure.recorded",
        subjects=[("recipient", recipient.pk), *(("person", pk) for pk in person_ids)],
        fields=categories,
        purpose=purpose,
    )
    return len(person_ids)


def _refuse_unfit(recipient: Recipient, categories: Collection[str]) -> None:
    if recipient.ended_on:
        raise LegalFactError(_("This recipient no longer receives data."))
    if recipient.role == RecipientRole.PROCESSOR and not (
        recipient.contract_on and recipient.own_use_forbidden
    ):
        raise LegalFactError(
            _("The processor's contract is missing, or does not forbid use of its own.")
        )
    if not set(categories) <= set(recipient.categories):
        raise LegalFactError(_("These categories are not declared for the recipient."))
