"""Restricted data is looked at and changed only for a use of Art. 18(2), logged."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.db.models import BigIntegerField, Func, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.exceptions import PersonRestricted
from registry.law.restriction import may_use_restricted
from registry.models import (
    LawfulUse,
    PersonGuard,
    RestrictedAct,
    RestrictedField,
    RestrictedUse,
    Staff,
)
from registry.models.showing import LOOK_LASTS
from registry.seams.audit import record

ACTIONS: Final = {
    LawfulUse.CONSENT: "edit",
    LawfulUse.CLAIM: "defend_claim",
    LawfulUse.ANOTHER: "protect_another_person",
    LawfulUse.PUBLIC: "important_public_interest",
}


@transaction.atomic
def log_restricted_use(
    *,
    actor: Staff | None,
    person_id: int,
    act: RestrictedAct,
    use: LawfulUse,
    reason: str,
) -> RestrictedUse:
    """Write down why restricted data is used. A change is possible for the rest of the
    transaction, a look by this staff member for fifteen minutes. ValidationError
    without a reason, PersonRestricted for a use that the law does not name."""
    allowed = may_use_restricted(
        ACTIONS[use], subject_consent=use == LawfulUse.CONSENT, logged=True
    )
    if not allowed:
        raise PersonRestricted(_("Restricted data may not be used for this."))
    row = RestrictedUse(
        person_id=person_id, actor=actor, act=act, use=use, reason=reason.strip()
    )
    row.full_clean(exclude=["transaction", "at"])
    row.save()
    subjects = [("person", person_id), ("restricted_use", row.pk)]
    fields = ["use", "reason"]
    if act == RestrictedAct.LOOK:
        record(
            actor=actor,
            action="person.restricted_look",
            subjects=subjects,
            fields=fields,
        )
    else:
        record(
            actor=actor,
            action="person.restricted_change",
            subjects=subjects,
            fields=fields,
        )
    return row


def is_restricted(person_id: int) -> bool:
    """Whether a restriction of Art. 18 is in force for her."""
    return PersonGuard.objects.filter(person_id=person_id, restricted=True).exists()


def may_look(*, actor: Staff, person_id: int, at: datetime | None = None) -> bool:
    """Whether the staff member has said within fifteen minutes why she looks."""
    now = at or timezone.now()
    return RestrictedUse.objects.filter(
        person_id=person_id,
        actor=actor,
        act=RestrictedAct.LOOK,
        at__range=(now - LOOK_LASTS, now),
    ).exists()


def demand_changeable(person_id: int, *, places: Collection[str] = ()) -> None:
    """PersonRestricted while she, or one of the places that would change, is restricted
    and this transaction has not logged a lawful use. The database refuses the same
    (models/restricted_rows.py)."""
    single = RestrictedField.objects.filter(person_id=person_id, place__in=places)
    if not is_restricted(person_id) and not (places and single.exists()):
        return
    logged = RestrictedUse.objects.filter(
        person_id=person_id, transaction=_this_transaction()
    )
    if not (connection.in_atomic_block and logged.exists()):
        raise PersonRestricted(
            _("Processing of this person's data is restricted: it is not changed.")
        )


def _this_transaction() -> Cast:
    number = Func(function="pg_current_xact_id", output_field=TextField())
    return Cast(Cast(number, TextField()), BigIntegerField())
