"""`manage.py write_data_map`: docs/data-map.md from the map of personal data."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from privacy.proofs.data_map import PATH, data_map


class Command(BaseCommand):
    """Writes the file; --check only compares and exits 1 where it is not current."""

    help = "Write docs/data-map.md; --check exits 1 where the file is not current."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--check."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *_args: Any, check: bool = False, **_options: Any) -> None:
        """Write, or compare."""
        wanted = data_map()
        current = PATH.read_text(encoding="utf-8") if PATH.exists() else ""
        if check and current != wanted:
            raise CommandError(
                "docs/data-map.md is not current: bin/manage write_data_map"
            )
        if not check:
            PATH.write_text(wanted, encoding="utf-8")
        self.stdout.write(str(PATH.name))
