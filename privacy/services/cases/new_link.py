"""A fresh link for somebody who has lost hers. Known or unknown, the same is done."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from privacy.controller import controller
from privacy.models import Case
from privacy.models.case import CaseQuerySet
from privacy.models.case_choices import CaseState
from registry.law.identifiers.email import normalise_email
from registry.seams.mail import queue_mail
from registry.seams.tokens import TokenError, issue_token, peek_token

from .links import LIFETIME

LIST_PURPOSE = "case.list"
LIST_LIFETIME = timedelta(days=1)
MAIL_KIND = "case.new_link"
NOBODY = 0
MOST = 20


@transaction.atomic
def send_new_link(*, email: str, language: str) -> None:
    """Mail a link to the list of the requests made from this address.

    One look, one token and one mail, whether there are any or not: neither the answer
    nor its time nor the mail itself tells.
    """
    address = normalise_email(email)
    token = issue_token(
        purpose=LIST_PURPOSE,
        subject_type="case_list",
        subject_ref=str(_newest(address)),
        ttl=LIST_LIFETIME,
    )
    subject, text = _write(language, token)
    queue_mail(
        to=address, subject=subject, text=text, language=language, kind=MAIL_KIND
    )


def cases_of_list(raw: str, *, now: datetime) -> list[Case]:
    """Requests behind such a link, the newest first; Case.DoesNotExist where the link is
    wrong or old. An erased request has no address any more and is not among them."""
    try:
        subject = peek_token(purpose=LIST_PURPOSE, raw=raw)
    except TokenError as error:
        raise Case.DoesNotExist from error
    case = Case.objects.filter(pk=int(subject.subject_ref)).first()
    if case is None or not case.email:
        return []
    followed = Q(closed_at=None) | Q(closed_at__gt=now - LIFETIME)
    found = _confirmed(case.email).filter(followed)
    return list(found.order_by("-received_at", "-pk")[:MOST])


def _newest(address: str) -> int:
    found = _confirmed(address).order_by("-received_at", "-pk")
    return found.values_list("pk", flat=True).first() or NOBODY


def _confirmed(address: str) -> CaseQuerySet:
    return Case.objects.filter(email=address).exclude(state=CaseState.UNCONFIRMED)


def _write(language: str, token: str) -> tuple[str, str]:
    with override(language):
        link = f"{settings.SITE_URL}{reverse('privacy:request_list', args=[token])}"
        written = render_to_string(
            f"privacy/letters/{language}/new_link.txt",
            {"link": link, "controller": controller()},
        )
    subject, _newline, text = written.strip().partition("\n")
    return subject.strip(), text.strip() + "\n"
