"""`manage.py export_person`: the access package of one person, into a folder."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from privacy.access.staff_export import export_for_staff
from registry.models import Person
from registry.seams.opening.commands import refuse_when_closed


class Command(BaseCommand):
    """Writes the same ZIP that a data subject gets, readable by its owner only."""

    help = (
        "Write the access package (GDPR 15) of the person with this reference into"
        " DIR. The export is recorded as a use of her data."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """As in the contract."""
        parser.add_argument("reference", metavar="REF")
        parser.add_argument("--out", required=True, metavar="DIR")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the file and say where it is."""
        refuse_when_closed()
        person = person_of(options["reference"])
        folder = Path(options["out"])
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{person.reference}.zip"
        export_for_staff(person, path)
        self.stdout.write(str(path))


def person_of(reference: str) -> Person:
    """The person behind a reference; CommandError where there is none."""
    person = Person.objects.filter(reference=reference.strip().upper()).first()
    if person is None:
        raise CommandError(_("There is no person with this reference."))
    return person
