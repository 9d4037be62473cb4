"""The person confirms: from here on a human works on the request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from privacy.letters import send_letter
from privacy.models import Case, LetterKind
from privacy.models.case_choices import AT_ONCE_KINDS, CaseState, IdentityMethod
from registry.seams.audit import record
from registry.seams.tokens import TokenError, peek_token, redeem_token

from .at_once import take_effect_at_once
from .links import CONFIRM_PURPOSE, issue_case_token, page_of
from .locking import lock_case, save_case
from .matching import note_holders
from .questions import open_question


@dataclass(frozen=True, slots=True)
class ConfirmedCase:
    """The case and the secret of its page, which is shown this once."""

    case: Case
    token: str


def peek_confirmation(raw: str) -> Case:
    """The case a link would confirm, link unused; Case.DoesNotExist otherwise."""
    try:
        subject = peek_token(purpose=CONFIRM_PURPOSE, raw=raw)
    except TokenError as error:
        raise Case.DoesNotExist from error
    return Case.objects.get(pk=int(subject.subject_ref))


@transaction.atomic
def confirm_case(raw: str) -> ConfirmedCase:
    """Use the link up, open the case, and say by mail until when we answer.

    Receipt stays the instant the request reached us. Whoever opens the mail controls
    the address; on file and one person's alone, that shows identity (C.1). A request
    that came without the form is open already; its link shows the address only.
    TokenError where the link is wrong, used or old.
    """
    subject = redeem_token(purpose=CONFIRM_PURPOSE, raw=raw)
    states = [CaseState.UNCONFIRMED, CaseState.OPEN]
    case = lock_case(case_id=int(subject.subject_ref), states=states)
    if case.state == CaseState.OPEN:
        return _show_address(case)
    case.state = CaseState.OPEN
    case.confirmed_at = timezone.now()
    holders = note_holders(case)
    _take_address_as_proof(case, holders)
    save_case(case)
    record(
        actor=None,
        action="case.confirmed",
        subjects=[("case", case.pk), *(("person", pk) for pk in holders)],
    )
    is_answered_next = take_effect_at_once(case, holders)
    token = issue_case_token(case)
    if not is_answered_next:
        send_letter(case, LetterKind.RECEIPT, context={"link": page_of(case, token)})
    return ConfirmedCase(case, token)


def _show_address(case: Case) -> ConfirmedCase:
    """The sender of a mail, or a caller, holds the address she named. A person whom
    staff chose stays, and is shown by it only where the address is hers; doubts that
    were written down stay doubts."""
    chosen = case.person_id
    holders = note_holders(case)
    case.person_id = chosen or case.person_id
    is_hers = chosen is None or chosen in holders
    if is_hers and not case.identity_method and open_question(case) is None:
        _take_address_as_proof(case, holders)
    save_case(case)
    record(
        actor=None,
        action="case.confirmed",
        subjects=[("case", case.pk), *(("person", pk) for pk in holders)],
    )
    take_effect_at_once(case, holders)
    return ConfirmedCase(case, issue_case_token(case))


def _take_address_as_proof(case: Case, holders: Sequence[int]) -> None:
    if holders and (case.kind in AT_ONCE_KINDS or not case.address_shared):
        case.identity_method = IdentityMethod.ADDRESS
        case.identity_shown_at = timezone.now()
