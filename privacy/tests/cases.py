"""Ways to a case that the tests of requests share."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from privacy.models import Case, MentionChoice
from privacy.models.case_choices import CaseKind, IdentityMethod
from privacy.services.cases import approve_case, confirm_case, receive_request
from privacy.services.mentions import note_mentions
from privacy.services.plan import live_plan
from registry.models import OutgoingMail, Person, Staff
from registry.tests.factories import (
    EmailFactory,
    PersonFactory,
    PhoneFactory,
    StaffFactory,
)


def officer() -> Staff:
    """A staff member in the role of the data protection officer."""
    staff: Staff = StaffFactory(is_staff=True)
    staff.groups.add(Group.objects.get(name="dpo"))
    return staff


def aino(**names: Any) -> Person:
    """The person whose traces the tests look for."""
    person: Person = PersonFactory(
        **{"given_name": "Ainokaisa", "family_name": "Kanarialintu", **names}
    )
    EmailFactory(person=person, address="ainokaisa@kanaria.example")
    PhoneFactory(person=person, e164="+358401239876")
    return person


def link_in(mail: OutgoingMail) -> str:
    """The path of the link in a mail."""
    found = re.search(r"https?://[^/\s]+(/\S+)", mail.text)
    assert found
    return found[1]


def token_in(mail: OutgoingMail) -> str:
    """The secret of the link in a mail."""
    return link_in(mail).rstrip("/").rpartition("/")[2]


def confirmed_case(
    kind: CaseKind = CaseKind.ERASURE,
    email: str = "ainokaisa@kanaria.example",
    **more: Any,
) -> Case:
    """A case as it is once the person has pressed the button."""
    receive_request(kind=kind, email=email, language="fi", **more)
    mail = OutgoingMail.objects.latest("pk")
    return confirm_case(token_in(mail)).case


def approved_case(actor: Staff, case: Case, **more: Any) -> Case:
    """The case after the officer has redacted every mention and approved."""
    today = timezone.localdate()
    note_mentions(case, on=today)
    case.mentions.filter(choice=MentionChoice.OPEN).update(
        choice=MentionChoice.REDACT, decided_at=timezone.now()
    )
    case.refresh_from_db()
    return approve_case(
        actor=actor,
        case_id=case.pk,
        expected_version=case.version,
        plan_digest=live_plan(case, on=today).digest,
        **more,
    )


def identified(case: Case, person: Person) -> Case:
    """The case with its person shown by a call."""
    case.person_id = person.pk
    case.identity_method = IdentityMethod.CALL_BACK
    case.identity_shown_at = timezone.now()
    case.save()
    return case
