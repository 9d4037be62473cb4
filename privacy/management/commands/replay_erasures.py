"""After a restore: re-apply the erasure journal."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from privacy.erasure.replay import replay_erasures


class Command(BaseCommand):
    """Run before web, worker and beat are started on a restored database."""

    help = (
        "Erases again everybody whom the erasure journal names and whom a restored "
        "back-up brought back. Safe to repeat. Exit 1 where a legal hold stands "
        "against it: those people are left, decide their cases by hand."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints numbers of people, no names."""
        done = replay_erasures(on=timezone.localdate())
        self.stdout.write(
            f"{done.journal} people in the journal, {done.erased} were back "
            f"and have been erased again, {done.held} kept by a legal hold."
        )
        if done.held:
            raise CommandError("A legal hold keeps people whom the journal names.")
