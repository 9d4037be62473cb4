"""A single-use link to the person's own address on file: the second factor (C.1)."""

from __future__ import annotations

import copy
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from privacy.exceptions import CaseStateError, DecisionIncomplete
from privacy.letters import send_letter
from privacy.models import Case, LetterKind
from privacy.models.case_choices import CaseState, IdentityMethod
from registry.law.parameters import number
from registry.models import PersonEmail, Staff
from registry.seams.audit import record
from registry.seams.tokens import (
    TokenError,
    issue_token,
    peek_token,
    redeem_token,
    revoke_tokens,
)

from .at_once import take_effect_at_once
from .confirm import ConfirmedCase
from .links import PROVE_PURPOSE, SUBJECT, address_of_proof, issue_case_token, page_of
from .locking import lock_case, save_case
from .messages import add_case_message
from .questions import settle_question
from .sharing import own_addresses

PROOF_SUBJECT = "case_identity"


@transaction.atomic
def send_identity_link(
    *, actor: Staff, case_id: int, expected_version: int, email_id: int
) -> Case:
    """Ask at a person's own address whether the request is hers.

    DecisionIncomplete where the address is not on file for one who may have asked, or
    others read it too.
    """
    case = lock_case(
        case_id=case_id, states=[CaseState.OPEN], expected_version=expected_version
    )
    allowed = {row.pk: row for row in addresses_to_ask(case)}
    if email_id not in allowed:
        raise DecisionIncomplete(_("Choose an address that is this person's alone."))
    email = allowed[email_id]
    save_case(case)
    record(
        actor=actor,
        action="case.identity_link_sent",
        subjects=[("case", case.pk), ("person", email.person_id)],
    )
    addressee = copy.copy(case)
    addressee.email, addressee.person_id = email.normalised, email.person_id
    addressee.language = email.person.language
    link = address_of_proof(addressee, _issue(case, email))
    send_letter(
        addressee,
        LetterKind.IDENTITY_PROOF,
        context={"link": link},
        act=f"address.{email.pk}.{case.version}",
    )
    return case


def addresses_to_ask(case: Case) -> list[PersonEmail]:
    """Addresses on file of the chosen person, else of all who hold the one that asked;
    each one person's alone."""
    persons = {case.person_id} if case.person_id else _candidates(case)
    return own_addresses(persons, besides=case.email)


def peek_proof(raw: str) -> Case:
    """The case that a link would prove, link unused; Case.DoesNotExist otherwise."""
    try:
        subject = peek_token(purpose=PROVE_PURPOSE, raw=raw)
    except TokenError as error:
        raise Case.DoesNotExist from error
    return Case.objects.get(pk=_keys(subject.subject_ref)[0])


@transaction.atomic
def prove_identity(raw: str) -> ConfirmedCase:
    """She says at her own address that the request is hers.

    From here on we write to that address and older links to the case's page are dead:
    others may have read them. TokenError where the link is wrong, used or old;
    CaseStateError where the case is decided or the address no longer hers.
    """
    case, email = _redeem(raw)
    case.person_id, case.email = email.person_id, email.normalised
    case.identity_method = IdentityMethod.CODE
    case.identity_shown_at = timezone.now()
    settle_question(case, method=IdentityMethod.CODE, at=case.identity_shown_at)
    save_case(case)
    revoke_tokens(subject_type=SUBJECT, subject_ref=str(case.pk))
    record(
        actor=None,
        action="case.identity_shown",
        subjects=[("case", case.pk), ("person", email.person_id)],
    )
    take_effect_at_once(case, [email.person_id])
    token = issue_case_token(case)
    _tell_new_address(case, page_of(case, token))
    return ConfirmedCase(case, token)


@transaction.atomic
def deny_request(raw: str) -> None:
    """She says that the request is not hers: the officer reads it and decides."""
    case, _email = _redeem(raw)
    with override(case.language):
        words = _("I did not make this request. (Answer to the single-use link.)")
    add_case_message(case=case, from_person=True, text=words)


def _issue(case: Case, email: PersonEmail) -> str:
    return issue_token(
        purpose=PROVE_PURPOSE,
        subject_type=PROOF_SUBJECT,
        subject_ref=f"{case.pk}:{email.pk}",
        ttl=timedelta(days=number("identity_link_days")),
    )


def _redeem(raw: str) -> tuple[Case, PersonEmail]:
    subject = redeem_token(purpose=PROVE_PURPOSE, raw=raw)
    case_id, email_id = _keys(subject.subject_ref)
    case = lock_case(case_id=case_id, states=[CaseState.OPEN])
    for email in addresses_to_ask(case):
        if email.pk == email_id:
            return case, email
    raise CaseStateError


def _tell_new_address(case: Case, link: str) -> None:
    with override(case.language):
        words = _(
            "Thank you: now we know that the request is yours. From here on we write to "
            "this address. Links that we sent elsewhere no longer work."
        )
    send_letter(
        case, LetterKind.MESSAGE, context={"text": words, "link": link}, act="identity"
    )


def _candidates(case: Case) -> set[int]:
    return set(case.candidates.values_list("person_id", flat=True))


def _keys(subject_ref: str) -> tuple[int, int]:
    case_id, _colon, email_id = subject_ref.partition(":")
    return int(case_id), int(email_id)
