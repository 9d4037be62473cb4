"""Which words lack a translation; with --tidy, rewrite the catalogues in order."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from kespet_crm.messages import LANGUAGES, missing, tidy


class Command(BaseCommand):
    """Prints the missing entries as .po text, ready to be filled in."""

    help = "Prints messages without a Finnish or Swedish translation; exit 1 if any."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--tidy: one entry a message, sorted, unused ones dropped."""
        parser.add_argument("--tidy", action="store_true")

    def handle(self, *args: Any, tidy: bool = False, **options: Any) -> None:
        """Exit code 1 when something is missing."""
        gaps = 0
        for language in LANGUAGES:
            if tidy:
                _tidy(language)
            for message in missing(language):
                gaps += 1
                self.stdout.write(f"# {language}\nmsgid {message.id!r}\n")
        if gaps:
            raise SystemExit(1)


_tidy = tidy
