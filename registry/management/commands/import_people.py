"""`manage.py import_people`: people and their companies from a CSV or XLSX file."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.choices import Channel, SourceKind
from registry.imports.commands import UNUSABLE_FILE, ImportCommand, day
from registry.models import ImportKind


class Command(ImportCommand):
    """People are found again by e-mail, phone, or company and name."""

    help = (
        "Import people from CSV or XLSX. Found by e-mail, phone, then company and"
        " name; empty fields are filled, addresses added, nothing is overwritten."
        " Without --channel they came by «another event»; without --collected and"
        " without such a column, today."
        " Exit 0 done, 1 rows rejected (report written), 2 unusable file."
    )
    kind = ImportKind.PEOPLE

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the people's data came from (Art. 14, notice P31–P34)."""
        super().add_arguments(parser)
        parser.add_argument("--obtained-from", required=True, choices=SourceKind.values)
        parser.add_argument("--partner", default="")
        parser.add_argument("--channel", default="event", choices=Channel.values)
        parser.add_argument("--collected", type=day, metavar="YYYY-MM-DD")

    def answers(self, options: dict[str, Any]) -> dict[str, Any]:
        """Fields of ImportRun; a partner only with its name."""
        from_partner = options["obtained_from"] == SourceKind.PARTNER
        if from_partner != bool(options["partner"].strip()):
            raise CommandError(
                _("Name the partner with --partner when data is from a partner."),
                returncode=UNUSABLE_FILE,
            )
        if options["collected"] and options["collected"] > timezone.localdate():
            raise CommandError(
                _("The day lies in the future."), returncode=UNUSABLE_FILE
            )
        return {
            **super().answers(options),
            "source_kind": options["obtained_from"],
            "channel": options["channel"],
            "collected_on": options["collected"],
            "partner_name": options["partner"].strip()[:200],
        }
