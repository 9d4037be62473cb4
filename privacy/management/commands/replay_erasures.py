"""After a restore: apply the erasure journal again, and open the register."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from privacy.exceptions import PrivacyError
from privacy.restore.applying import BY_HAND
from privacy.restore.replay import Replay, replay_journal
from registry.models import Person

STAYS_CLOSED = 1
UNUSABLE = 2


class Command(BaseCommand):
    """Exit 0 open, 1 a legal hold keeps it closed, 2 the journal cannot be used."""

    help = (
        "After a restore: erases again everybody whom the erasure journal names, puts "
        "back objections, withdrawals, restrictions and suppressions that are newer "
        "than the back-up, and opens the register. Safe to kill and to repeat. Exit 1 "
        "where a legal hold stands against an erasure: the register stays closed; 2 "
        "where the journal is broken, another register's or cannot be read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Both ways round a refusal need the reason of whoever answers for it."""
        parser.add_argument(
            "--open-with-held",
            metavar="REASON",
            default="",
            help="open although a legal hold keeps people whom the journal names",
        )
        parser.add_argument(
            "--accept-journal",
            metavar="REASON",
            default="",
            help="go on with a journal that lacks lines or is another register's",
        )
        parser.add_argument(
            "--receipt", type=Path, metavar="FILE", help="write the signed receipt"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Prints numbers of people, no names."""
        try:
            done = replay_journal(
                on=timezone.localdate(),
                accept_journal=options["accept_journal"].strip(),
                open_with_held=options["open_with_held"].strip(),
                tell=self._tell,
            )
        except (PrivacyError, OSError) as error:
            raise CommandError(_words_of(error), returncode=UNUSABLE) from error
        self._report(done)
        if options["receipt"] and done.row:
            text = json.dumps(done.row.receipt, indent=1, sort_keys=True)
            options["receipt"].write_text(f"{text}\n", encoding="utf-8")
        if done.held and not options["open_with_held"].strip():
            raise CommandError(
                "A legal hold keeps people whom the journal names: release the hold, "
                "or open in spite of it with --open-with-held and a reason.",
                returncode=STAYS_CLOSED,
            )

    def _tell(self, what: str, count: int) -> None:
        """Progress, for whoever waits; one line, written over on a terminal."""
        if what in ("register", "erased"):
            self.stderr.write(f"{what}: {count}")

    def _report(self, done: Replay) -> None:
        counts = done.counts
        self.stdout.write(
            f"{done.journal} people in the journal, {done.back} were back: "
            f"{counts['erased']} erased again, {len(done.held)} kept by a legal hold."
        )
        for kind, count in sorted(done.facts.items()):
            if kind != BY_HAND:
                self.stdout.write(f"Put back: {count} {kind}.")
        if by_hand := done.facts[BY_HAND]:
            self.stdout.write(
                f"{by_hand} restrictions that had been lifted stand again: lift them "
                "by hand, with the reasons."
            )
        for reference in Person.objects.filter(pk__in=done.held).values_list(
            "reference", flat=True
        ):
            self.stdout.write(f"Kept by a legal hold: {reference}")
        if done.opened:
            self.stdout.write("The register is open.")


def _words_of(error: Exception) -> str:
    """As docs/operations.md has them."""
    with translation.override("en"):
        return str(getattr(error, "message", "The erasure journal cannot be used."))
