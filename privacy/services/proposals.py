"""An erasure that follows from a withdrawn consent: proposed, opened by the officer.

Who was held on that consent alone is to be erased with it (17(1)(b)). What follows from
an objection is in privacy.objecting.follow.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.exceptions import DecisionIncomplete
from privacy.matrix.facts import facts_of
from privacy.models import Case
from privacy.models.case_choices import CaseChannel, CaseKind, CaseOutcome
from privacy.services.cases import register_request
from registry.law.erasure import decide_erasure
from registry.models import Person, Staff
from registry.seams.audit import record


def is_proposed(case: Case) -> bool:
    """Whether the law wants her erased once this request has been granted."""
    if case.kind != CaseKind.CONSENT_WITHDRAWAL or case.outcome != CaseOutcome.GRANTED:
        return False
    person_id = case.person_id
    if person_id is None or not Person.objects.filter(pk=person_id).exists():
        return False
    if Case.objects.filter(person_id=person_id, kind=CaseKind.ERASURE).exists():
        return False
    facts = facts_of(person_id, wish="withdraw_consent", on=timezone.localdate())
    return decide_erasure(facts).erasure


@transaction.atomic
def open_proposed_erasure(*, actor: Staff, case_id: int) -> Case:
    """Open the case of erasure, with the identity that was shown before; her contact
    points go on the suppression list. It is decided like any other."""
    case = Case.objects.select_for_update().get(pk=case_id)
    if not is_proposed(case):
        raise DecisionIncomplete(_("The law does not ask for this here."))
    person = Person.objects.get(pk=case.person_id or 0)
    made = register_request(
        actor=actor,
        kind=CaseKind.ERASURE,
        channel=CaseChannel(case.channel),
        person=person,
        email=case.email,
        details=_("Follows from request %(reference)s.")
        % {"reference": case.reference},
    )
    made.identity_method = case.identity_method
    made.identity_shown_at = case.identity_shown_at
    made.language = case.language
    made.suppress = True
    made.follows_id = case.pk
    made.save()
    record(
        actor=actor,
        action="case.erasure_proposed",
        subjects=[("case", made.pk), ("case", case.pk), ("person", person.pk)],
    )
    return made
