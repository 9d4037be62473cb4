"""The access package made by staff, outside a request."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction
from django.utils import timezone

from privacy.models import Case
from privacy.models.case_choices import CaseChannel, CaseKind
from registry.models import Person
from registry.seams.audit import record

from .package import Progress, private_file, write_package


@transaction.atomic
def export_for_staff(
    person: Person, path: Path, *, progress: Progress | None = None
) -> None:
    """Write the ZIP to ``path``, for its owner only; nothing is stored but the use."""
    unsaved = Case(
        kind=CaseKind.ACCESS,
        channel=CaseChannel.COMMAND,
        language=person.language,
        person_id=person.pk,
        received_at=timezone.now(),
    )
    record(
        actor=None,
        action="person.exported",
        subjects=[("person", person.pk)],
        purpose="rights",
        role="command",
    )
    with private_file(path, replace=True) as file:
        write_package(unsaved, file, folder=path.parent, progress=progress)
