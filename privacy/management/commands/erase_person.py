"""`manage.py erase_person`: opens a case of erasure; a human still approves it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.models import Case
from privacy.models.case_choices import CaseBlock, CaseChannel, CaseKind
from privacy.services.cases import register_request
from privacy.services.guards import block_of
from privacy.services.mentions import note_mentions
from privacy.services.plan import live_plan
from privacy.services.preview import shown_lines
from registry.models import Person, PersonGuard
from registry.seams.opening.commands import refuse_when_closed

from .export_person import person_of


class Command(BaseCommand):
    """Prints what would happen; the case waits in the officer's queue."""

    help = (
        "Open a case of erasure for the person with this reference and print what"
        " erasing would do. Nothing is erased until the data protection officer has"
        " shown her identity and approved the plan; holds and restrictions are obeyed."
        " --dry-run prints and opens nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """As in the contract."""
        parser.add_argument("reference", metavar="REF")
        parser.add_argument("--reason", required=True)
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Preview, and unless dry a case."""
        refuse_when_closed()
        person = person_of(options["reference"])
        with transaction.atomic():
            case = _open(person, options["reason"])
            undecided = note_mentions(case, on=timezone.localdate())
            self._print_plan(case)
            if options["dry_run"]:
                transaction.set_rollback(True)
        self._print_state(case, undecided, dry_run=options["dry_run"])

    def _print_plan(self, case: Case) -> None:
        for line in shown_lines(live_plan(case, on=timezone.localdate()).lines):
            until = f" → {line.kept_until:%Y-%m-%d}" if line.kept_until else ""
            law = f" ({line.law})" if line.law else ""
            self.stdout.write(
                f"{line.rows:>6}  {line.label}: {line.outcome}{until}{law}"
            )

    def _print_state(self, case: Case, undecided: int, *, dry_run: bool) -> None:
        person_id = case.person_id or 0
        if block := block_of(person_id):
            self.stdout.write(str(CaseBlock(block).label))
        if PersonGuard.objects.filter(person_id=person_id, held=True).exists():
            self.stdout.write(str(CaseBlock.HELD.label))
        if undecided:
            self.stdout.write(
                _("Other rows that speak of the person: %(n)s") % {"n": undecided}
            )
        if dry_run:
            self.stdout.write(_("Dry run: no case was opened."))
        else:
            self.stdout.write(
                _("Case %(reference)s waits in the queue for approval.")
                % {"reference": case.reference}
            )


def _open(person: Person, reason: str) -> Case:
    address = person.emails.filter(is_primary=True).values_list("address", flat=True)
    return register_request(
        actor=None,
        kind=CaseKind.ERASURE,
        channel=CaseChannel.COMMAND,
        person=person,
        email=address.first() or "",
        details=reason,
    )
