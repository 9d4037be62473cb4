"""The daily chase of «who asks?» killed between two people: each hears once."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from privacy.models import Case, IdentityQuestion
from privacy.models.case_choices import CaseKind
from privacy.services.cases import chase_questions
from registry.models import OutgoingMail

from .cases import confirmed_case, officer

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

CHASE = """
import django; django.setup()
from django.utils import timezone
from privacy.services.cases import chase_questions
chase_questions(now=timezone.now())
"""


@pytest.mark.parametrize(
    "point", ["identity.before_chased", "identity.before_chased:2"]
)
def test_killed_chase_closes_and_tells_each_person_once(point: str) -> None:
    long_ago = timezone.now() - timedelta(days=60)
    for address in ("a@b.example", "c@d.example"):
        IdentityQuestion.objects.create(
            case=confirmed_case(CaseKind.ACCESS, email=address),
            doubts="Osoite ei ole rekisterissä.",
            asked_by=officer(),
            asked_at=long_ago,
        )
    url = "postgres://{USER}:{PASSWORD}@/{NAME}?host={HOST}&port={PORT}"
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kespet_crm.settings",
        "DATABASE_URL": url.format(**connection.settings_dict),
        "KESPET_CRASH_AT": point,
        "KESPET_ALLOW_CRASH": "1",
    }
    command = [sys.executable, "-c", CHASE]
    done = subprocess.run(command, cwd=ROOT, env=env, check=False, timeout=120)
    assert done.returncode == -signal.SIGKILL
    assert Case.objects.filter(state="closed").count() == point.count(":2")
    chase_questions(now=timezone.now())
    chase_questions(now=timezone.now())
    assert Case.objects.filter(state="closed").count() == 2
    assert OutgoingMail.objects.filter(kind="case.refused").count() == 2
