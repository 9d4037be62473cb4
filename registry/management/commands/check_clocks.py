"""`manage.py check_clocks`: do the clocks say what the facts say?"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from registry.seams.opening.commands import refuse_when_closed
from registry.services.clock_audit import check_clocks


class Command(BaseCommand):
    """Keys of persons and names of fields only; what differs is mended."""

    help = (
        "Compare everybody's last day of storage with the facts, or with --sample N "
        "some persons' from random places. What differs is recorded in the audit "
        "trail and mended; exit 1 then."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--sample N."""
        parser.add_argument("--sample", type=int, metavar="N")

    def handle(self, *_args: Any, sample: int | None = None, **_options: Any) -> None:
        """Print each difference."""
        refuse_when_closed()
        found = check_clocks(sample)
        for difference in found:
            names = ", ".join(difference.fields)
            self.stderr.write(f"person {difference.person_id}: {names}")
        if found:
            raise CommandError(f"{len(found)} clocks differed and are mended")
        self.stdout.write("Every clock says what the facts say.")
