"""The secret link by which a person follows her own request."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from privacy.models import Case
from registry.seams.tokens import TokenError, issue_token, peek_token

PURPOSE = "case.view"
CONFIRM_PURPOSE = "case.confirm"
PROVE_PURPOSE = "case.identity"
SUBJECT = "case"
LIFETIME = timedelta(days=180)
CONFIRM_LIFETIME = timedelta(days=7)


def issue_case_link(case: Case) -> str:
    """A new address of the case's page, in the case's language. Only its digest is
    kept, so each letter carries one of its own."""
    return page_of(case, issue_case_token(case))


def issue_case_token(case: Case) -> str:
    """The secret alone."""
    return issue_token(
        purpose=PURPOSE,
        subject_type=SUBJECT,
        subject_ref=str(case.pk),
        ttl=LIFETIME,
    )


def page_of(case: Case, token: str) -> str:
    """Absolute address of the case's page."""
    return _absolute(case, "privacy:request_case", token)


def address_of_proof(case: Case, token: str) -> str:
    """Absolute address of the page that asks whether the request is hers."""
    return _absolute(case, "privacy:request_identity", token)


def issue_confirmation_link(case: Case) -> str:
    """The single-use address that the first mail carries."""
    token = issue_token(
        purpose=CONFIRM_PURPOSE,
        subject_type=SUBJECT,
        subject_ref=str(case.pk),
        ttl=CONFIRM_LIFETIME,
    )
    return _absolute(case, "privacy:request_confirm", token)


def case_of_link(raw: str) -> Case:
    """The case behind a link; Case.DoesNotExist for whatever is wrong with it."""
    try:
        subject = peek_token(purpose=PURPOSE, raw=raw)
    except TokenError as error:
        raise Case.DoesNotExist from error
    return Case.objects.get(pk=int(subject.subject_ref))


def _absolute(case: Case, name: str, token: str) -> str:
    with override(case.language):
        return f"{settings.SITE_URL}{reverse(name, args=[token])}"
