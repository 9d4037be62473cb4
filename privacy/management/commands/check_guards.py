"""`manage.py check_guards`: do the guards say what the legal rows say?"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from privacy.services.guard import check_guards, hold_differences, project_guard


class Command(BaseCommand):
    """Keys of persons only; exit 1 where a difference was found."""

    help = (
        "Compare every person's guard with restrictions, holds and objections. "
        "Exit 1 where they differ; --repair makes the guards follow the rows."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--repair."""
        parser.add_argument("--repair", action="store_true")

    def handle(self, *_args: Any, repair: bool = False, **_options: Any) -> None:
        """Print each difference."""
        found = check_guards()
        for d in found:
            says, should = (
                ", ".join(d.guard) or "nothing",
                ", ".join(d.rows) or "nothing",
            )
            self.stderr.write(f"person {d.person_id}: guard says {says}, rows {should}")
        if repair:
            project_guard([difference.person_id for difference in found])
        holds = hold_differences()
        for key in holds:
            self.stderr.write(f"legal hold {key}: the guard of holds differs")
        if holds:
            raise CommandError(f"{len(holds)} holds are not guarded as they stand")
        if found:
            raise CommandError(f"{len(found)} guards differ from the legal rows")
        self.stdout.write("Every guard says what the legal rows say.")
