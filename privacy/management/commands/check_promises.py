"""`manage.py check_promises`: what the notice says, asked of the register."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from privacy.promises import State, check_all


class Command(BaseCommand):
    """Counts and states only, no names; exit 1 where a promise is broken."""

    help = "Check the promises of the notice. Exit 1 where one is broken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--json."""
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *_args: Any, as_json: bool = False, **_options: Any) -> None:
        """Print every promise with its state."""
        findings = list(check_all(on=timezone.localdate()))
        if as_json:
            self.stdout.write(json.dumps([asdict(f) for f in findings], indent=2))
        else:
            for f in findings:
                self.stdout.write(f"{f.promise}  {f.state:<10}  {f.count:>7}  {f.what}")
        if any(f.state == State.BROKEN for f in findings):
            raise SystemExit(1)
