"""`manage.py apply_retention`: plan and run retention as of a date."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.exceptions import RetentionError
from privacy.models import RetentionRun, RunRuleState
from privacy.retention.past import PERSONS
from privacy.retention.planning import plan_run
from privacy.retention.preview import preview
from privacy.retention.run import carry_out, unfinished_runs
from registry.seams.opening.commands import refuse_when_closed

UNUSABLE = 2


def day(text: str) -> date:
    """An ISO date, or a clear error."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(_("Write the day as YYYY-MM-DD.")) from error


class Command(BaseCommand):
    """Exit 0 done (rules that want an approval wait), 2 a future date to be run."""

    help = (
        "Erase what the privacy notice's period lets go: people, notes, vouchers."
        " --dry-run counts and writes nothing; only then may the date be to come."
        " Exit 0 done, 2 unusable date."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """As in the contract."""
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--date", type=day, metavar="YYYY-MM-DD")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Dry run, or finish what was left and run; says what waits for approval."""
        as_of = options["date"] or timezone.localdate()
        if options["dry_run"]:
            self._print(options, preview(as_of=as_of).as_dict() | {"dry_run": True})
            return
        refuse_when_closed()
        try:
            run = plan_run(as_of=as_of)
        except RetentionError as error:
            raise CommandError(str(error.message), returncode=UNUSABLE) from error
        for left in unfinished_runs():
            carry_out(left.pk)
        run.refresh_from_db()
        self._print(options, _as_dict(run))

    def _print(self, options: dict[str, Any], result: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False, sort_keys=True))
            return
        for key, value in result.items():
            if key != "receipt":
                self.stdout.write(f"{key}: {_plain(value)}")


def _as_dict(run: RetentionRun) -> dict[str, Any]:
    parts = [part for part in run.rules.order_by("slug") if part.lines]
    waiting = [part for part in parts if part.state == RunRuleState.WAITING]
    return {
        "as_of": run.as_of.isoformat(),
        "dry_run": False,
        "run": run.pk,
        "state": run.state,
        "persons": sum(part.holdings.get(PERSONS, 0) for part in parts),
        "due": run.counts,
        "rules": {part.slug: part.holdings for part in parts},
        "waits_for_approval": {part.slug: part.lines for part in waiting},
        "held": run.held,
        "restricted": run.restricted,
        "waiting": run.in_case,
        "changed": run.changed,
        "erased": run.erased,
        "batches": run.batches,
        "receipt": run.receipt,
    }


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k} {v}" for k, v in sorted(value.items())) or "0"
    return str(value)
