"""The demo's mailbox shows what was sent, safely, and only in the demo."""

import re

import pytest
import time_machine
from django.core.mail import EmailMultiAlternatives, get_connection

FILES = "django.core.mail.backends.filebased.EmailBackend"
LINK = "https://kespet.example/fi/privacy/request/confirm/aB-3_x/"


@pytest.fixture(autouse=True)
def demo(settings, tmp_path):
    settings.DEMO = True
    settings.EMAIL_BACKEND = FILES
    settings.EMAIL_FILE_PATH = tmp_path


def send(*subjects, text="Hei", html=""):
    backend = get_connection()
    for subject in subjects:
        mail = EmailMultiAlternatives(subject, text, "crm@kespet.example", ["a@b.fi"])
        if html:
            mail.attach_alternative(html, "text/html")
        backend.send_messages([mail])


def first_mail(client):
    listed = client.get("/demo/mail/").content.decode()
    link = re.search(r'href="(/demo/mail/[^"]+-\d+/)"', listed)
    assert link is not None
    return client.get(link[1]).content.decode()


def test_mailbox_without_mail_says_what_to_do(client):
    assert 'class="empty"' in client.get("/demo/mail/").content.decode()


def test_mailbox_lists_every_mail_of_one_file(client):
    send("Ensimmäinen", "Toinen")
    listed = client.get("/demo/mail/").content.decode()
    assert listed.index("Toinen") < listed.index("Ensimmäinen")


def test_mail_shows_its_link_as_a_link(client):
    send("Vahvista", text=f"Avaa linkki:\n{LINK}\n")
    assert f'<a href="{LINK}"' in first_mail(client)


def test_mail_with_html_is_read_as_text(client):
    send("Kirje", text="Hei teksti", html="<script>alert(1)</script>")
    page = first_mail(client)
    assert "Hei teksti" in page
    assert "alert" not in page


def test_mail_cannot_bring_markup_into_the_page(client):
    send("<b>Hei</b>", text='<script>alert(1)</script> http://x.fi/"onclick=1')
    page = first_mail(client)
    assert "&lt;b&gt;Hei&lt;/b&gt;" in page
    assert "<script" not in page
    assert '"onclick' not in page


def test_mailbox_is_paged(client):
    send(*[f"Kirje {number}" for number in range(26)])
    assert client.get("/demo/mail/").content.count(b"<li>") == 25
    assert client.get("/demo/mail/?page=2").content.count(b"<li>") == 1
    assert client.get("/demo/mail/?page=x").status_code == 200


@pytest.mark.parametrize("key", ["none-0", "20260101-000000-1-9"])
def test_mail_that_is_not_there_is_not_found(client, key):
    assert client.get(f"/demo/mail/{key}/").status_code == 404


def test_mailbox_is_not_there_without_demo_data(client, settings):
    send("Hei")
    assert client.get("/demo/mail/").status_code == 200
    settings.DEMO = False
    assert client.get("/demo/mail/").status_code == 404


@time_machine.travel("2026-11-22T17:09:00+00:00", tick=False)
def test_mail_shows_the_hour_of_helsinki(client):
    send("Hei")
    assert "22.11.2026 19.09" in client.get("/demo/mail/").content.decode()
