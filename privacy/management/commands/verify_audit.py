"""`manage.py verify_audit`: can the audit trail be trusted?"""

from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from privacy.proofs.audit import audit_faults, guard_faults


class Command(BaseCommand):
    """Exits 1 where something does not hold; prints no person's value."""

    help = (
        "Prove that the audit trail is append-only, complete and free of values, and "
        "that every database guard is in place. Exit 1 where something does not hold."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print each fault, or that there is none."""
        faults = list(chain(audit_faults(), guard_faults()))
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} faults")
        self.stdout.write("The audit trail is append-only, complete and value-free.")
