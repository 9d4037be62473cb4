"""What follows an objection that was upheld: data held for that alone is erased
(Art. 17(1)(c)). The officer opens the erasure and approves its plan."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from privacy.exceptions import CaseStateError, DecisionIncomplete
from privacy.matrix.facts import facts_of
from privacy.models import Case, Objection, ObjectionDecision, ObjectionKind
from privacy.models.case_choices import CaseChannel, CaseKind, IdentityMethod
from privacy.services.cases import register_request
from registry.law.erasure import decide_erasure
from registry.models import Person, Staff
from registry.seams.audit import record


@transaction.atomic
def open_erasure_after(*, actor: Staff, case_id: int, person_id: int) -> Case:
    """A request for erasure of its own, with a clock of its own, that follows from this
    objection; the one that is there already where it has been opened.

    CaseStateError where the objection was not upheld; DecisionIncomplete where the
    person is none that it concerns.
    """
    case = Case.objects.select_for_update().get(pk=case_id)
    if not case.is_closed or case.kind not in FOLLOWED:
        raise CaseStateError
    if person_id not in people_to_erase(case):
        raise DecisionIncomplete(_("The objection does not concern this person."))
    known = erasures_after(case).get(person_id)
    if known is not None:
        return known
    with override(case.language):
        words = _("Follows from the objection %(reference)s (GDPR Art. 17(1)(c)).")
    erasure = register_request(
        actor=actor,
        kind=CaseKind.ERASURE,
        channel=CaseChannel(case.channel),
        person=Person.objects.get(pk=person_id),
        email=case.email,
        details=words % {"reference": case.reference},
        identity_method=IdentityMethod(case.identity_method),
    )
    Case.objects.filter(pk=erasure.pk).update(follows_id=case.pk)
    record(
        actor=actor,
        action="case.erasure_follows",
        subjects=[("case", case.pk), ("case", erasure.pk), ("person", person_id)],
    )
    return erasure


FOLLOWED = (CaseKind.OBJECTION, CaseKind.MARKETING_OBJECTION)


def people_to_erase(case: Case) -> list[int]:
    """Whom this closed objection concerns and who are still in the register: the one
    whose objection was upheld against everything, or those who objected to marketing
    and are held for nothing else (vectors ER-10, ER-12)."""
    objections = Objection.objects.filter(case_id=case.pk, person__isnull=False)
    if case.kind == CaseKind.OBJECTION:
        upheld = objections.filter(
            kind=ObjectionKind.OWN_GROUNDS, decision=ObjectionDecision.UPHELD
        )
        return sorted(key for key in upheld.values_list("person_id", flat=True) if key)
    people = objections.values_list("person_id", flat=True)
    return sorted(key for key in people if key and is_held_for_marketing_only(key))


def erasures_after(case: Case) -> dict[int, Case]:
    """The erasures that were opened from this case, by person."""
    found = Case.objects.filter(follows_id=case.pk, kind=CaseKind.ERASURE)
    return {one.person_id: one for one in found.order_by("pk") if one.person_id}


def is_held_for_marketing_only(person_id: int) -> bool:
    """Whether the law lets her go with the marketing (C.5): a prospect who never
    bought, and with whom no business was done."""
    facts = facts_of(person_id, wish="object_direct_marketing", on=timezone.localdate())
    return decide_erasure(facts).erasure
