"""The access package made by staff, outside a request."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from privacy.models import Case
from privacy.models.case_choices import CaseChannel, CaseKind
from registry.models import Person
from registry.seams.audit import record

from .package import zip_of


@transaction.atomic
def export_for_staff(person: Person) -> bytes:
    """The bytes of the ZIP; nothing is stored but the use."""
    now = timezone.now()
    unsaved = Case(
        kind=CaseKind.ACCESS,
        channel=CaseChannel.COMMAND,
        language=person.language,
        person_id=person.pk,
        received_at=now,
    )
    record(
        actor=None,
        action="person.exported",
        subjects=[("person", person.pk)],
        purpose="rights",
        role="command",
    )
    with override(person.language):
        content = zip_of(
            kind=CaseKind.ACCESS, person_id=person.pk, case=unsaved, generated_at=now
        )
    return content.data
