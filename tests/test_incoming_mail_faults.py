"""A mail is taken by processes that may be killed, and by two at once."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from privacy.incoming.sorting import sort_left_mail
from privacy.models import Case, IncomingMail
from privacy.tests.cases import aino
from registry.models import OutgoingMail

ROOT = Path(__file__).resolve().parents[1]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MAIL = b"""From: Aino <ainokaisa@kanaria.example>
To: sales@kespet.fi
Message-ID: <once@kanaria.example>
Subject: Tietoni

Poistakaa tietoni.
"""


def taker(**more: str) -> subprocess.Popen[bytes]:
    """The command in a process of its own, as the mail server starts it."""
    url = "postgres://{USER}:{PASSWORD}@/{NAME}?host={HOST}&port={PORT}"
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kespet_crm.settings",
        "DATABASE_URL": url.format(**connection.settings_dict),
        "ERASURE_JOURNAL": settings.ERASURE_JOURNAL,
        "KESPET_ALLOW_CRASH": "1",
        **more,
    }
    command = [sys.executable, "manage.py", "receive_mail"]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )


@pytest.mark.parametrize("point", ["incoming.after_store", "incoming.before_commit"])
def test_killed_taker_leaves_a_row_that_beat_sorts_once(point: str) -> None:
    aino()
    killed = taker(KESPET_CRASH_AT=point)
    killed.communicate(MAIL, timeout=120)
    assert killed.returncode == -signal.SIGKILL
    assert IncomingMail.objects.get().state == "new"
    assert not Case.objects.exists()
    assert sort_left_mail() == 1
    assert sort_left_mail() == 0
    assert Case.objects.get().kind == "erasure"
    assert OutgoingMail.objects.filter(kind="case.receipt").count() == 1


def test_same_mail_delivered_twice_at_once_is_one_request() -> None:
    aino()
    both = [taker(), taker()]
    for process in both:
        assert process.stdin
        process.stdin.write(MAIL)
        process.stdin.close()
    assert [process.wait(timeout=120) for process in both] == [0, 0]
    sort_left_mail()
    assert IncomingMail.objects.count() == 1
    assert Case.objects.count() == 1
    assert OutgoingMail.objects.filter(kind="case.receipt").count() == 1


def test_mail_server_is_told_to_keep_the_mail_while_the_database_is_away() -> None:
    away = taker(DATABASE_URL="postgres://nobody:x@127.0.0.1:1/none")
    away.communicate(MAIL, timeout=120)
    assert away.returncode == 75
