"""Mail that is piped in: nothing is lost, nothing is answered twice, nobody is told
whether she is known."""

from __future__ import annotations

import io
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from time_machine import TimeMachineFixture

from contacts.models import Interaction
from privacy.incoming import storing
from privacy.incoming.canary import last_canary, send_canary
from privacy.incoming.sorting import sort_left_mail
from privacy.incoming.tidy import delete_old_mail
from privacy.models import (
    CanaryMail,
    Case,
    CaseLetter,
    CaseMessage,
    ConsentEvent,
    IncomingMail,
    Objection,
    Suppression,
)
from privacy.promises import State
from privacy.services.cases import confirm_case
from privacy.services.suppressions import screen_addresses
from privacy.tests import cast
from privacy.tests.cases import aino, officer, token_in
from privacy.tests.dump import tables_with
from privacy.tests.test_promises import states
from registry.models import AuditEntry, OutgoingMail, Person
from registry.seams import opening
from registry.seams.mail import send_due_mail
from registry.seams.personal_data import erase
from registry.seams.tokens import TokenError
from registry.tests.factories import EmailFactory, PersonFactory

from .mail_table import AINO, SAMPLES, STRANGER, Sample

pytestmark = pytest.mark.django_db


def as_mail(
    text: str = "",
    *,
    sender: str = AINO,
    subject: str = "",
    to: str = "sales@kespet.fi",
    **headers: str,
) -> EmailMessage:
    """A mail as a program writes it."""
    message = EmailMessage()
    message["From"] = f"Aino Kanarialintu <{sender}>"
    message["To"] = to
    message["Subject"] = subject
    for name, value in {"Message-ID": f"<{id(message)}@x>", **headers}.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def receive(message: EmailMessage | bytes) -> IncomingMail:
    """Pipe it in."""
    raw = message if isinstance(message, bytes) else message.as_bytes()
    call_command("receive_mail", stdin=io.BytesIO(raw), stdout=io.StringIO())
    return IncomingMail.objects.latest("pk")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_mail_becomes_what_its_words_ask_for(sample: Sample) -> None:
    aino()
    mail = receive(
        as_mail(sample.text, sender=sample.sender, subject=sample.subject, to=sample.to)
    )
    assert (mail.outcome or mail.state) == sample.became, mail.unclear_because
    assert mail.language == sample.language or not sample.kinds
    assert sorted(Case.objects.values_list("kind", flat=True)) == sorted(sample.kinds)


def test_receipt_goes_at_once_and_says_nothing_of_whether_she_is_known() -> None:
    aino()
    words = {}
    for sender in (AINO, STRANGER):
        receive(as_mail("Poistakaa tietoni.", sender=sender))
        letter = OutgoingMail.objects.latest("pk")
        case = Case.objects.latest("pk")
        assert (case.state, case.channel, letter.to_address) == (
            "open",
            "email",
            sender,
        )
        assert (case.person_id, case.identity_method) == (None, "")
        plain = letter.text.replace(case.reference, "T")
        words[sender] = plain.replace(token_in(letter), "")
    assert words[AINO] == words[STRANGER]


def test_link_in_the_receipt_shows_control_of_the_address() -> None:
    person = aino()
    receive(as_mail("Poistakaa tietoni."))
    raw = token_in(OutgoingMail.objects.latest("pk"))
    case = confirm_case(raw).case
    assert (case.person_id, case.identity_method) == (person.pk, "address")
    with pytest.raises(TokenError):
        confirm_case(raw)
    assert OutgoingMail.objects.filter(kind="case.receipt").count() == 1


def test_clock_runs_from_the_day_our_server_took_the_mail() -> None:
    at = timezone.now() - timedelta(days=3)
    stamp = f"from x by mx.kespet.fi (Postfix) id 1; {format_datetime(at)}"
    receive(as_mail("Poistakaa tietoni.", Received=stamp))
    assert Case.objects.get().received_on == timezone.localdate(at)


@pytest.mark.parametrize("stamp", ["; Mon, 1 Jan 2001 00:00:00 +0000", "; rubbish", ""])
def test_stamp_that_cannot_be_true_is_not_believed(stamp: str) -> None:
    receive(as_mail("Poistakaa tietoni.", Received=f"from x by y{stamp}"))
    assert Case.objects.get().received_on == timezone.localdate()


def test_opt_out_holds_at_once_for_all_who_use_the_address() -> None:
    people = [PersonFactory(), PersonFactory()]
    for person in people:
        EmailFactory(person=person, address="toimisto@kanaria.example")
    receive(as_mail("Lopeta", sender="toimisto@kanaria.example"))
    objected = Objection.objects.values_list("person_id", flat=True)
    assert sorted(objected) == sorted(person.pk for person in people)
    assert OutgoingMail.objects.get().kind == "incoming.stopped"
    assert screen_addresses(["toimisto@kanaria.example"])


def test_opt_out_of_a_stranger_keeps_the_address_off_lists() -> None:
    assert not Suppression.objects.exists()
    receive(as_mail("stop", sender=STRANGER))
    assert screen_addresses([STRANGER]) == {STRANGER}


def test_opt_out_of_a_restricted_person_is_taken() -> None:
    person = cast.restricted()
    receive(as_mail("stop", sender=str(person.emails.get().normalised)))
    assert Objection.objects.filter(person=person).exists()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("En halua enää mainoksia.", "marketing_objection"),
        ("Peruutan suostumukseni.", "consent_withdrawal"),
    ],
)
def test_forged_sender_can_only_stop_what_anybody_may_stop(
    text: str, kind: str
) -> None:
    person = cast.consenting()
    address = str(person.emails.get().normalised)
    receive(as_mail(text, sender=address, Received_SPF="fail"))
    case = Case.objects.get()
    assert (case.kind, case.identity_method) == (kind, "")
    stopped = (
        Objection.objects.filter(person=person).exists()
        or ConsentEvent.objects.filter(person=person, action="withdrawn").exists()
    )
    assert stopped
    receive(
        as_mail("Poistakaa tietoni ja kertokaa mitä tietoja teillä on.", sender=address)
    )
    assert Person.objects.filter(pk=person.pk).exists()
    assert not OutgoingMail.objects.filter(kind="case.package").exists()


def test_answer_to_a_letter_becomes_a_message_on_its_case() -> None:
    aino()
    receive(as_mail("Poistakaa tietoni."))
    case = Case.objects.get()
    letter = OutgoingMail.objects.latest("pk")
    receive(as_mail("Voitteko kiirehtiä?", In_Reply_To=letter.message_id))
    receive(
        as_mail("Unohtui sanoa: osoitteeni vaihtui.", subject=case.reference.lower())
    )
    assert [m.text for m in CaseMessage.objects.order_by("pk")] == [
        "Voitteko kiirehtiä?",
        "Unohtui sanoa: osoitteeni vaihtui.",
    ]
    mail = receive(as_mail(f"Koskee pyyntöä {case.reference}", sender=STRANGER))
    assert mail.unclear_because == "other"
    assert CaseMessage.objects.count() == 2
    assert Case.objects.count() == 1


BOUNCE = b"""Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.kespet.fi>
To: sales@kespet.fi
Subject: Undelivered Mail Returned to Sender
Message-ID: <b1@mx.kespet.fi>
Content-Type: multipart/report; report-type=delivery-status; boundary=B

--B
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.
<ainokaisa@kanaria.example>: host mx.kanaria.example said: 550 5.1.1 unknown

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.kespet.fi

Final-Recipient: rfc822; ainokaisa@kanaria.example
Action: %s
Status: %s

--B
Content-Type: text/rfc822-headers

Message-ID: %s
Subject: Olemme saaneet pyyntosi
--B--
"""


def test_bounce_gives_the_letter_up_and_is_never_answered() -> None:
    aino()
    receive(as_mail("Poistakaa tietoni."))
    send_due_mail()
    letter = CaseLetter.objects.get()
    mail = OutgoingMail.objects.get()
    assert mail.state == "accepted"
    for action, status in ((b"delayed", b"4.4.1"), (b"failed", b"5.1.1")):
        report = BOUNCE % (action, status, mail.message_id.encode())
        got = receive(report.replace(b"<b1@", b"<" + action + b"@"))
        assert (got.outcome, got.text) == ("bounce", "")
    send_due_mail()
    letter.refresh_from_db()
    assert letter.given_up_at is not None
    assert letter.state == "failed"
    assert OutgoingMail.objects.get().error_code == "bounce-5.1.1"


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"Return_Path": "<>"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<uutiset.kanaria.example>"},
    ],
    ids=str,
)
def test_machine_is_counted_and_never_answered(headers: dict[str, str]) -> None:
    aino()
    mail = receive(as_mail("Poistakaa tietoni. Olen lomalla.", **headers))
    assert mail.outcome in ("automatic", "bounce")
    assert not OutgoingMail.objects.exists()
    assert not Case.objects.exists()


def test_two_programs_that_answer_each_other_stop() -> None:
    for number in range(8):
        receive(as_mail("stop", sender="robotti@kanaria.example", Date=str(number)))
    assert OutgoingMail.objects.count() == 5


def test_same_mail_twice_is_one_request() -> None:
    message = as_mail("Poistakaa tietoni.")
    receive(message)
    receive(message)
    assert Case.objects.count() == 1
    assert OutgoingMail.objects.count() == 1
    other = as_mail("Mitä tietoja teillä on minusta?")
    other.replace_header("Message-ID", message["Message-ID"])
    receive(other)
    assert Case.objects.count() == 2


BROKEN = {
    "no headers": b"Poistakaa tietoni.",
    "wrong charset": b"From: a@b.fi\nContent-Type: text/plain; charset=x-klingon\n\nPoistakaa tietoni, p\xe4iv\xe4\xe4",
    "nul": b"From: a@b.fi\nSubject: x\x00y\n\nPoistakaa\x00 tietoni",
    "no end": b"From: a@b.fi\nContent-Type: multipart/mixed; boundary=Q\n\n--Q\nContent-Type: text/plain\n\nPoistakaa tietoni.",
    "bad encoding": b"From: a@b.fi\nContent-Transfer-Encoding: base64\n\n!!!not base64!!!",
    "bad header": b"From: \"a\" <<a@b.fi>\nSubject: =?utf-8?q?=ZZ?=\nTo: ,,;\nDate: never\n\nPoistakaa tietoni.",
    "nested": b"From: a@b.fi\n" + b"".join(b"Content-Type: multipart/mixed; boundary=B%d\n\n--B%d\n" % (n, n) for n in range(400)) + b"\nloppu",
    "surrogates": b"From: \xff\xfe <a@b.fi>\nSubject: \xff\xfe\n\n\xed\xa0\x80",
    "empty body": b"From: a@b.fi\n\n",
    "bad date": b"Received: x; Mon, 99 Foo 0000 99:99:99 +9999\nFrom: a@b.fi\n\nPoistakaa tietoni.",
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_broken_mail_is_a_row_all_the_same(name: str) -> None:
    mail = receive(BROKEN[name])
    assert mail.state in ("settled", "unclear")
    assert mail.pk


def test_encoded_words_and_html_are_read() -> None:
    message = EmailMessage()
    message["From"] = f"=?utf-8?q?P=C3=A4ivi_=C3=85berg?= <{STRANGER}>"
    message["Subject"] = "=?iso-8859-1?q?Pyynt=F6?="
    message["Message-ID"] = "<h@x>"
    message.set_content(
        "<style>p{}</style><p>Poistakaa&nbsp;kaikki <b>tietoni</b>.</p>"
        "<blockquote>Mitä tietoja teillä on minusta?</blockquote>",
        subtype="html",
    )
    receive(message)
    case = Case.objects.get()
    assert (case.kind, case.name) == ("erasure", "Päivi Åberg")
    assert case.details.startswith("Pyyntö\n\nPoistakaa kaikki tietoni.")


def test_attachments_are_named_to_the_sender_and_not_kept() -> None:
    message = as_mail("Poistakaa tietoni.")
    message.add_attachment(
        b"x" * 5000, maintype="image", subtype="png", filename="passi.png"
    )
    receive(message)
    letter = OutgoingMail.objects.get()
    assert "passi.png" in letter.text
    assert "Emme avanneet" in letter.text
    assert set(tables_with("passi.png")) == {
        "public.registry_outgoingmail",
        "public.privacy_caseletter",
    }


def test_thirty_megabytes_are_taken_and_it_is_said_what_was_left_out() -> None:
    message = as_mail("Poistakaa tietoni. " + "Selitän tarkemmin. " * 500)
    message.add_attachment(
        b"y" * 30_000_000, maintype="application", subtype="zip", filename="kaikki.zip"
    )
    mail = receive(message)
    assert mail.cut
    assert mail.size > 30_000_000
    assert len(Case.objects.get().details) <= 4000
    assert "niin pitkä" in OutgoingMail.objects.get().text


def test_personal_identity_code_is_covered_and_the_mail_is_taken() -> None:
    receive(
        as_mail(
            "Poistakaa tietoni, tunnukseni on 131052-308T ja kortti 4111 1111 1111 1111.",
            subject="131052-308T",
        )
    )
    details = Case.objects.get().details
    assert details == "[•••]\n\nPoistakaa tietoni, tunnukseni on [•••] ja kortti [•••]."
    assert not tables_with("131052-308T", "308T", "1111 1111")


def test_words_are_gone_once_the_mail_is_sorted() -> None:
    person = aino()
    receive(as_mail("Poistakaa tietoni.", subject="Kanarialintu"))
    receive(as_mail("Tilaisin rehua.", subject="Kanarialintu"))
    for mail in IncomingMail.objects.all():
        assert (mail.sender, mail.subject, mail.text) == ("", "", "")
    logged = Interaction.objects.get()
    assert (logged.kind, logged.direction, logged.body) == (
        "email",
        "in",
        "Tilaisin rehua.",
    )
    assert logged.participants.get().person_id == person.pk


def test_mail_of_an_erased_person_goes_with_her() -> None:
    person = aino()
    mail = receive(
        as_mail("Voisitteko soittaa? 0401239876", to="susanna.sole@kespet.fi")
    )
    assert mail.person_id == person.pk
    assert "public.privacy_incomingmail" in tables_with("kanaria.example")
    erase([person.pk], on=timezone.localdate())
    assert not IncomingMail.objects.filter(pk=mail.pk).exists()


def test_sorting_that_fails_leaves_the_mail_to_be_looked_at(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_args: Any, **_more: Any) -> None:
        raise ValueError("ainokaisa@kanaria.example")

    with monkeypatch.context() as broken:
        broken.setattr("privacy.incoming.outcomes.make_cases", fail)
        mail = receive(as_mail("Poistakaa tietoni."))
        assert (mail.state, mail.text) == ("new", "Poistakaa tietoni.")
        for _turn in range(2):
            sort_left_mail()
        mail.refresh_from_db()
        assert (mail.state, mail.unclear_because) == ("unclear", "failed")
        assert mail.error == "ValueError"
    assert "kanaria" not in caplog.text


def test_logs_and_the_commands_output_say_nothing_of_the_mail(
    caplog: pytest.LogCaptureFixture,
) -> None:
    out = io.StringIO()
    raw = as_mail("Poistakaa tietoni.", subject="Salainen").as_bytes()
    call_command("receive_mail", stdin=io.BytesIO(raw), stdout=out)
    said = out.getvalue() + caplog.text
    assert "taken" in said
    for word in ("kanaria", "Salainen", "Poistakaa", "Aino"):
        assert word not in said


def test_mail_server_keeps_the_mail_while_the_register_cannot_take_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opening.remember(opening.Opening(open=False, reason="behind"))
    with pytest.raises(CommandError) as closed:
        receive(as_mail("Poistakaa tietoni."))
    opening.remember(opening.OPEN)

    def away(*_args: Any, **_more: Any) -> None:
        raise OperationalError("password authentication failed for kanaria")

    monkeypatch.setattr(storing, "store", away)
    with pytest.raises(CommandError) as down:
        receive(as_mail("Poistakaa tietoni."))
    assert closed.value.returncode == down.value.returncode == 75
    assert "kanaria" not in str(down.value)
    assert not IncomingMail.objects.exists()


def test_empty_input_is_no_mail() -> None:
    with pytest.raises(CommandError) as nothing:
        receive(b"\n")
    assert nothing.value.returncode == 65


def test_old_rows_go_and_what_nobody_sorted_is_counted() -> None:
    receive(as_mail("Poistakaa tietoni."))
    receive(as_mail("Tarjous", sender=STRANGER))
    now = timezone.now()
    assert delete_old_mail(now=now + timedelta(days=89)) == 0
    assert delete_old_mail(now=now + timedelta(days=91)) == 1
    assert IncomingMail.objects.get().state == "unclear"
    assert delete_old_mail(now=now + timedelta(days=181)) == 1
    assert AuditEntry.objects.filter(action="incoming_mail.unsorted").exists()


def test_canary_comes_back_by_the_way_of_all_mail_and_is_no_request(
    time_machine: TimeMachineFixture,
) -> None:
    now = timezone.now()
    assert last_canary(now=now).is_untried
    assert states()["P57"] == State.UNPROVEN
    assert send_canary(now=now)
    assert send_canary(now=now) is None
    sent = OutgoingMail.objects.get(kind="canary")
    assert not last_canary(now=now + timedelta(hours=25)).is_deaf
    assert last_canary(now=now + timedelta(hours=27)).is_deaf
    mail = as_mail(
        sent.text,
        sender="sales@kespet.fi",
        subject=sent.subject,
        Auto_Submitted="auto-generated",
    )
    assert receive(mail).outcome == "canary"
    back = last_canary(now=timezone.now())
    assert back.returned_at is not None
    assert not back.is_deaf
    assert not Case.objects.exists()
    assert states()["P57"] == State.HOLDS
    time_machine.move_to(now + timedelta(hours=27), tick=False)
    assert states()["P57"] == states()["P46"] == State.BROKEN


def test_mark_that_is_not_ours_makes_no_canary() -> None:
    aino()
    mail = receive(as_mail(f"Poistakaa tietoni. kanaari-{'0' * 32}"))
    assert mail.outcome == "case"


def test_demo_brings_mail_to_our_own_mailbox_back(tmp_path: Path) -> None:
    backend = "kespet_crm.demo.backend.FolderBackend"
    with override_settings(
        DEMO=True, EMAIL_BACKEND=backend, EMAIL_FILE_PATH=tmp_path / "mail"
    ):
        send_canary(now=timezone.now())
        send_due_mail()
    assert CanaryMail.objects.get().understood
    assert IncomingMail.objects.get().outcome == "canary"
    page = officers_client().get(reverse("admin:compliance")).content.decode()
    assert "Pyyntöjen postilaatikko: koe palasi" in page


def officers_client() -> Client:
    client = Client()
    client.force_login(officer())
    return client


def test_officer_sorts_what_no_rule_understood_with_a_reason() -> None:
    aino()
    client = officers_client()
    mail = receive(
        as_mail("Soittaisitteko? Asia koskee nimeäni.", to="susanna.sole@kespet.fi")
    )
    listed = client.get(reverse("admin:privacy_incomingmail_changelist"))
    assert AINO in listed.content.decode()
    sort = reverse("admin:privacy_incomingmail_sort", args=[mail.pk])
    typed = {"outcome": "case", "reason": "Pyytää oikaisua"}
    refused = client.post(sort, typed)
    assert refused.status_code == 422
    assert "Pyytää oikaisua" in refused.content.decode()
    assert "Valitse oikeudet" in refused.content.decode()
    done = client.post(sort, {**typed, "kinds": ["rectification", "restriction"]})
    assert done.status_code == 302
    cases = Case.objects.order_by("kind")
    assert [c.kind for c in cases] == ["rectification", "restriction"]
    assert {c.received_at for c in cases} == {mail.received_at}
    mail.refresh_from_db()
    assert (mail.outcome, mail.text, mail.note) == ("case", "", "Pyytää oikaisua")
    again = client.post(sort, {**typed, "kinds": ["access"]})
    assert again.status_code == 422
    assert Case.objects.count() == 2


def test_officer_says_that_it_was_no_request() -> None:
    mail = receive(as_mail("Tarjous tuoleista", sender=STRANGER))
    sort = reverse("admin:privacy_incomingmail_sort", args=[mail.pk])
    officers_client().post(sort, {"outcome": "no_request", "reason": "Mainos"})
    mail.refresh_from_db()
    assert (mail.outcome, mail.sender) == ("no_request", "")
    assert not tables_with(STRANGER)


def test_empty_list_and_compliance_page_say_how_it_stands() -> None:
    client = officers_client()
    empty = client.get(reverse("admin:privacy_incomingmail_changelist"))
    assert "Lajiteltavaa postia ei ole" in empty.content.decode()
    CanaryMail.objects.create(
        token_digest="x", mail_id=1, sent_at=timezone.now() - timedelta(hours=30)
    )
    page = client.get(reverse("admin:compliance")).content.decode()
    assert "Postilaatikkoa ei kuunnella" in page
