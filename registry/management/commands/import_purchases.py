"""bin/manage import_purchases FILE --format cdnow|csv --source "…": purchase history.

Exit code 0 done, 1 some lines refused, 2 the file cannot be used.
"""

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand

from registry.seams.opening.commands import refuse_when_closed
from registry.services.import_purchases import PurchaseReport, import_purchases
from registry.services.purchases.rows import REASONS, UnusableFileError

REFUSED: Final = 1
UNUSABLE: Final = 2


class Command(BaseCommand):
    """Reads the file, calls the service, prints the report."""

    help = "Import purchase history; the same file twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=("cdnow", "csv"), required=True)
        parser.add_argument(
            "--source", required=True, help="Where the history is from."
        )
        parser.add_argument("--shift-years", type=int, default=0, metavar="N")
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: Any) -> None:
        refuse_when_closed()
        try:
            report = import_purchases(
                content=options["file"].read_bytes(),
                form=options["format"],
                source=options["source"],
                shift_years=options["shift_years"],
            )
        except (UnusableFileError, OSError) as error:
            self.stderr.write(_sentence(error))
            sys.exit(UNUSABLE)
        self._show_json(report) if options["json"] else self._show(report)
        if report.refused:
            sys.exit(REFUSED)

    def _show(self, report: PurchaseReport) -> None:
        self.stdout.write(
            f"{report.read} lines read: {report.orders_created} purchases and"
            f" {report.customers_created} customers created, {report.known} known"
            f" before, {len(report.refused)} refused."
        )
        for refusal in report.refused:
            self.stderr.write(f"line {refusal.line}: {REASONS[refusal.reason]}")

    def _show_json(self, report: PurchaseReport) -> None:
        answer = {
            "read": report.read,
            "created": report.orders_created,
            "customers_created": report.customers_created,
            "known": report.known,
            "refused": len(report.refused),
            "reasons": Counter(refusal.reason for refusal in report.refused),
            "refused_lines": [[r.line, r.reason] for r in report.refused],
        }
        self.stdout.write(json.dumps(answer))


def _sentence(error: UnusableFileError | OSError) -> str:
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}"
    return str(error.message)
