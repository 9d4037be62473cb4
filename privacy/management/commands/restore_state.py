"""`manage.py restore_state`: is the register open, and if not, what is to be done?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from privacy.restore.state import follow_chain, state_of_restore

CLOSED = 1
BROKEN = 2


class Command(BaseCommand):
    """Exit 0 open, 1 closed, 2 the journal is broken."""

    help = (
        "Tell where the database and the erasure journal stand, whether the journal is "
        "unbroken, and what to do. Exit 0 open, 1 closed, 2 the journal is broken."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Numbers and words as docs/operations.md has them; nothing of anybody."""
        with translation.override("en"):
            self._tell()

    def _tell(self) -> None:
        state = state_of_restore()
        self.stdout.write(str(state.words))
        self.stdout.write(f"Journal: {state.place}")
        if state.tail is not None:
            self.stdout.write(f"Its last entry: {state.tail.number}")
        if state.head is not None:
            head = state.head
            self.stdout.write(
                f"The database knows {head.announced}, done up to {head.done}, "
                f"{state.pending} pending"
            )
        self._say_steps(state.steps)
        if state.replays:
            self.stdout.write(f"   {state.command}")
        self._follow(readable=state.tail is not None)
        if not state.opening.open:
            raise CommandError(f"closed: {state.opening.reason}", returncode=CLOSED)

    def _say_steps(self, steps: tuple[Any, ...]) -> None:
        for number, step in enumerate(steps, start=1):
            self.stdout.write(f"{number}. {step}")

    def _follow(self, *, readable: bool) -> None:
        if not readable:
            return
        chain = follow_chain()
        self.stdout.write(f"Entries read: {chain.entries}")
        if chain.broken_after:
            places = ", ".join(map(str, chain.broken_after[:20]))
            raise CommandError(
                f"The journal is broken after entry {places}.", returncode=BROKEN
            )
