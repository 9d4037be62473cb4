"""What a human makes of a mail that no rule understood."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from privacy.exceptions import CaseChanged, DecisionIncomplete
from privacy.models import Case, IncomingMail, IncomingOutcome, IncomingState
from privacy.models.case_choices import CaseKind, CaseState
from privacy.services.cases import find_holders
from registry.models import Person, PersonGuard, Staff
from registry.validators import validate_free_text

from . import outcomes
from .settling import settle

CHOICES = (
    IncomingOutcome.CASE,
    IncomingOutcome.MESSAGE,
    IncomingOutcome.OPT_OUT,
    IncomingOutcome.CONTACT,
    IncomingOutcome.NO_REQUEST,
)


@transaction.atomic
def sort_by_hand(
    *,
    actor: Staff,
    mail_id: int,
    outcome: str,
    reason: str,
    kinds: Collection[str] = (),
    case: Case | None = None,
    person: Person | None = None,
) -> IncomingMail:
    """Sort a mail as the officer says, with a reason; its words are blanked.

    A request runs from the day the mail came, not from today. CaseChanged where somebody
    else has sorted it; DecisionIncomplete without a reason or what the choice needs.
    """
    mail = _lock(mail_id)
    if not reason.strip():
        raise DecisionIncomplete(_("Write a reason."))
    validate_free_text(reason)
    note = reason.strip()
    if outcome == IncomingOutcome.CASE:
        chosen = [CaseKind(kind) for kind in kinds]
        if not chosen or not mail.sender:
            raise DecisionIncomplete(_("Choose the rights that are used."))
        outcomes.make_cases(mail, chosen, actor=actor, note=note)
    elif outcome == IncomingOutcome.MESSAGE:
        _add_to(mail, case, actor, note)
    elif outcome == IncomingOutcome.OPT_OUT and mail.sender:
        outcomes.opt_out(mail, actor=actor, note=note)
    elif outcome == IncomingOutcome.CONTACT:
        who = _whose(mail, person)
        outcomes.log_contact(mail, person_id=who.pk, actor=actor, note=note)
    elif outcome == IncomingOutcome.NO_REQUEST:
        settle(mail, IncomingOutcome.NO_REQUEST, actor=actor, note=note)
    else:
        raise DecisionIncomplete(_("Choose one of the alternatives."))
    return mail


def _lock(mail_id: int) -> IncomingMail:
    mail = IncomingMail.objects.select_for_update().get(pk=mail_id)
    if mail.state != IncomingState.UNCLEAR:
        raise CaseChanged(_("Someone else has sorted this mail."))
    return mail


def _add_to(mail: IncomingMail, case: Case | None, actor: Staff, note: str) -> None:
    if case is None:
        raise DecisionIncomplete(_("Write the reference of the request."))
    if case.state == CaseState.UNCONFIRMED:
        raise DecisionIncomplete(_("The person has not confirmed that request."))
    outcomes.add_to_case(mail, case, actor=actor, note=note)


def _whose(mail: IncomingMail, person: Person | None) -> Person:
    """The chosen one, else the only holder of the address."""
    if person is None:
        holders = find_holders(mail.sender)
        person = Person.objects.filter(pk__in=holders).first()
        if len(holders) != 1 or person is None:
            raise DecisionIncomplete(_("Choose the person whose contact it is."))
    if PersonGuard.objects.filter(person=person, restricted=True).exists():
        raise DecisionIncomplete(
            _("Processing of this person's data is restricted: no contact is added.")
        )
    return person
