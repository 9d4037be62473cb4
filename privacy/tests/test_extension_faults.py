"""The process that decides on an extension is killed: nothing by halves, and again."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from privacy.models import Case, CaseExtension, CaseLetter, ExtensionGround, LetterKind
from privacy.models.case_choices import CaseKind
from privacy.services.cases.extending import extend_case
from registry.models import OutgoingMail
from registry.seams.mail import send_due_mail

from .cases import aino, confirmed_case, officer

ROOT = Path(__file__).resolve().parents[2]
DECIDER = """
import sys
import django; django.setup()
from privacy.models import Case, ExtensionGround
from privacy.services.cases.extending import extend_case
from registry.models import Staff
case = Case.objects.get(pk=int(sys.argv[1]))
extend_case(actor=Staff.objects.get(pk=int(sys.argv[2])), case_id=case.pk,
    expected_version=case.version, ground=ExtensionGround.values[0], reason="Laaja")
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_decision_on_an_extension_is_made_again_with_one_letter() -> None:
    aino()
    actor, case = officer(), confirmed_case(CaseKind.ACCESS)
    url = "postgres://{USER}:{PASSWORD}@/{NAME}?host={HOST}&port={PORT}"
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kespet_crm.settings",
        "DATABASE_URL": url.format(**connection.settings_dict),
        "KESPET_CRASH_AT": "extension.before_commit",
        "KESPET_ALLOW_CRASH": "1",
    }
    command = [sys.executable, "-c", DECIDER, str(case.pk), str(actor.pk)]
    done = subprocess.run(command, cwd=ROOT, env=env, check=False, timeout=120)
    assert done.returncode == -signal.SIGKILL
    assert not CaseExtension.objects.exists()
    assert not CaseLetter.objects.filter(kind=LetterKind.EXTENSION).exists()

    case = Case.objects.get(pk=case.pk)
    first = case.legal_due
    extend_case(
        actor=actor,
        case_id=case.pk,
        expected_version=case.version,
        ground=ExtensionGround.values[0],
        reason="Laaja",
    )
    send_due_mail()
    case = Case.objects.get(pk=case.pk)
    assert case.legal_due > first > timezone.localdate()
    assert OutgoingMail.objects.filter(kind="case.extension").count() == 1
