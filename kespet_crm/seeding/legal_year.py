"""What the same company's people asked and allowed: through the privacy services."""

import io
from collections.abc import Sequence
from datetime import timedelta
from email.message import EmailMessage
from email.utils import make_msgid
from typing import Final

from django.utils import timezone

from privacy.incoming.canary import send_canary
from privacy.incoming.mailboxes import privacy_mailbox
from privacy.incoming.storing import receive
from privacy.models import NoticeDelivery, RestrictionGround
from privacy.models.case_choices import CaseChannel, CaseKind, IdentityMethod
from privacy.services.cases.receive import register_request
from privacy.services.consents import record_consent, withdraw_consent
from privacy.services.holds import place_hold
from privacy.services.notices import owed_article_14, record_notice
from privacy.services.objections import record_objection
from privacy.services.restrictions import open_restriction
from registry.choices import PersonKind
from registry.models import Person, Staff

_CONSENTING: Final = 16
_WITHDRAWN: Final = 3
_OBJECTING: Final = 4
_REQUESTS: Final = (
    (CaseKind.ACCESS, CaseChannel.PHONE, 3),
    (CaseKind.ERASURE, CaseChannel.EMAIL, 12),
    (CaseKind.RECTIFICATION, CaseChannel.MEETING, 20),
    (CaseKind.PORTABILITY, CaseChannel.LETTER, 27),
    (CaseKind.ACCESS, CaseChannel.LETTER, 33),
)

_MAILS: Final = (
    (
        "Ulla Utelias <ulla.utelias@kirjeet.example>",
        "Tietoni teillä",
        "Hei,\n\nmitä tietoja teillä on minusta?\n\nTerveisin Ulla",
    ),
    (
        "Veikko Vaitonainen <veikko@kirjeet.example>",
        "Tietosuoja",
        "Hei, voisiko joku soittaa minulle näistä tietosuoja-asioista?",
    ),
    (
        "Kontorsmöbler Ab <info@mobler.example>",
        "Erbjudande på kontorsstolar",
        "Hej, vi har ett fint erbjudande på kontorsstolar den här veckan.",
    ),
    ("Lauri Loppu <lauri@kirjeet.example>", "Re: Syksyn kirje", "Lopeta"),
)


def tell_legal_story(*, seller: Staff, officer: Staff) -> None:
    """Notices, consents, objections, a restriction, a hold and open requests.

    Some people from partners have not been told yet, and one request is late: the
    officer's page has something to show."""
    people = list(Person.objects.order_by("pk"))
    _inform(people, seller)
    customers = [p for p in people if p.kind == PersonKind.CUSTOMER]
    turn = iter(customers)
    _consent([next(turn) for _number in range(_CONSENTING)], seller)
    for _number in range(_OBJECTING):
        record_objection(actor=seller, person_id=next(turn).pk, source="Puhelu")
    open_restriction(
        actor=officer,
        person_id=next(turn).pk,
        ground=RestrictionGround.ACCURACY,
        reason="Henkilö kiistää osoitteensa paikkansapitävyyden.",
    )
    place_hold(
        actor=officer,
        owner=officer,
        person=next(turn),
        reason="Reklamaatio toimituksesta, mahdollinen korvausvaatimus.",
    )
    _ask([next(turn) for _request in _REQUESTS], officer)
    _write_in()


def _write_in() -> None:
    """Mail as the mail server pipes it in: a request, a «stop», two that nobody
    understood; and the daily test of the mailbox is on its way."""
    for sender, subject, text in _MAILS:
        message = EmailMessage()
        message["From"] = sender
        message["To"] = privacy_mailbox()
        message["Subject"] = subject
        message["Message-ID"] = make_msgid(domain="demo.example")
        message.set_content(text)
        receive(io.BytesIO(message.as_bytes()), now=timezone.now())
    send_canary(now=timezone.now())


def _inform(people: Sequence[Person], seller: Staff) -> None:
    owed = set(owed_article_14(Person.objects.all()).values_list("pk", flat=True))
    told = [person.pk for person in people if person.pk not in owed]
    record_notice(actor=seller, person_ids=told, way=NoticeDelivery.Way.EMAIL)


def _consent(people: Sequence[Person], seller: Staff) -> None:
    for number, person in enumerate(people):
        record_consent(
            actor=seller, person_id=person.pk, text_version="2026-1", source="Messut"
        )
        if number < _WITHDRAWN:
            withdraw_consent(actor=seller, person_id=person.pk, source="Puhelu")


def _ask(people: Sequence[Person], officer: Staff) -> None:
    for person, (kind, channel, days) in zip(people, _REQUESTS, strict=True):
        register_request(
            actor=officer,
            kind=kind,
            channel=channel,
            person=person,
            email=str(person.emails.first() or ""),
            name=person.full_name,
            received_at=timezone.now() - timedelta(days=days),
            identity_method=IdentityMethod.KNOWN,
        )
