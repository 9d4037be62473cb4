"""What the import commands share: options, exit codes, what is printed."""

import json
import time
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.choices import Channel, SourceKind
from registry.models import ImportKind, ImportState, Partner
from registry.seams.opening.commands import refuse_when_closed

from .counting import Counts
from .exceptions import UnusableFileError
from .files import write_report
from .mapping import check_columns, guess_columns
from .problems import SENTENCES
from .report import refused_as_csv
from .rows import Defaults
from .running import close_run, inline_run, plan_table, write_table
from .services import stored
from .tables import Table, read_table

ROWS_REJECTED = 1
UNUSABLE_FILE = 2


class ImportCommand(BaseCommand):
    """Exit 0: all rows done. 1: rows rejected, report written. 2: unusable file."""

    kind: ImportKind

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What both kinds have."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", required=True, help="where the file is from")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument("--json", action="store_true", help="print counts as JSON")

    def handle(self, *_args: str, **options: Any) -> None:
        """Import the file, print what became of it, exit as documented."""
        refuse_when_closed()
        started = time.monotonic()
        try:
            table = self._read(options["file"])
            counts, report = self._import(table, options)
        except UnusableFileError as error:
            raise CommandError(str(error.message), returncode=UNUSABLE_FILE) from None
        seconds = round(time.monotonic() - started, 2)
        self._print(counts, report, seconds, options)
        if counts.refused:
            raise SystemExit(ROWS_REJECTED)

    def answers(self, options: dict[str, Any]) -> dict[str, Any]:
        """What is said about the whole file: fields of ImportRun."""
        return {"source": options["source"][:200]}

    def _read(self, file: Path) -> Table:
        try:
            return read_table(file)
        except OSError:
            raise UnusableFileError(_("The file cannot be read.")) from None

    def _import(
        self, table: Table, options: dict[str, Any]
    ) -> tuple[Counts, Path | None]:
        columns = guess_columns(self.kind, table)
        check_columns(self.kind, columns)
        answers = self.answers(options)
        if options["dry_run"]:
            planned = plan_table(self.kind, table, columns, _defaults(answers))
            return planned.counts, None
        if name := answers.pop("partner_name", ""):
            answers["partner"], _new = Partner.objects.get_or_create(name=name)
        run = inline_run(
            actor=None,
            kind=self.kind,
            file_name=options["file"].name[:200],
            headers=table.headers,
            mapping=stored(columns),
            **answers,
        )
        write_table(run, table)
        close_run(run, ImportState.DONE)
        counts = Counts.of_run(run.counts, run.reasons)
        report = write_report(run.pk, refused_as_csv(run)) if counts.refused else None
        return counts, report

    def _print(
        self,
        counts: Counts,
        report: Path | None,
        seconds: float,
        options: dict[str, Any],
    ) -> None:
        found = counts.as_dict() | {
            "reasons": dict(counts.reasons),
            "report": str(report) if report else None,
            "dry_run": options["dry_run"],
            "seconds": seconds,
        }
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        self._print_words(counts, report, seconds)

    def _print_words(self, counts: Counts, report: Path | None, seconds: float) -> None:
        for label, number in (
            (_("Rows read"), counts.read),
            (_("Created"), counts.created),
            (_("Updated"), counts.updated),
            (_("Unchanged"), counts.unchanged),
            (_("Refused"), counts.refused),
            (_("New companies"), counts.companies_created),
        ):
            self.stdout.write(f"{label}: {number}")
        for code, number in counts.reasons.most_common():
            self.stdout.write(f"  {number} × {SENTENCES[code]}")
        if report:
            self.stdout.write(_("Refused rows and reasons: %s") % report)
        self.stdout.write(_("Seconds: %s") % seconds)


def day(text: str) -> date:
    """An argparse type: a day as YYYY-MM-DD."""
    return date.fromisoformat(text)


def _defaults(answers: dict[str, Any]) -> Defaults:
    """For a dry run, which writes no run: a partner not known yet has no key."""
    today = timezone.localdate()
    partner = Partner.objects.filter(name=answers.get("partner_name", "")).first()
    return Defaults(
        source_kind=SourceKind(answers.get("source_kind", SourceKind.SELF)),
        channel=Channel(answers.get("channel", Channel.EVENT)),
        partner_id=partner.pk if partner else None,
        source=answers["source"],
        collected_on=answers.get("collected_on") or today,
        today=today,
        day_is_known=answers.get("collected_on") is not None,
    )
