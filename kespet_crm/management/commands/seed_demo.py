"""bin/manage seed_demo [--persons N]: demo data, repeatable."""

import os
import secrets
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kespet_crm.seeding.bulk import count_invented, fill_register
from kespet_crm.seeding.company_year import is_told, tell_story
from kespet_crm.seeding.logins import ensure_logins
from registry.models import Person
from registry.services.former_customers import mark_former_customers

MOST_PERSONS = 1_000_000


class Command(BaseCommand):
    """Logins and a small company's dealings; with --persons, that many by COPY."""

    help = "Write demo data; a second run changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--persons",
            type=int,
            metavar="N",
            help="bring the invented persons to N (at most 1 000 000) for measuring",
        )

    def handle(self, **options: Any) -> None:
        self._refuse_a_real_register()
        password = os.environ.get("DEMO_PASSWORD") or secrets.token_urlsafe(9)
        logins = ensure_logins(password)
        if not os.environ.get("DEMO_PASSWORD"):
            self.stdout.write(f"The demo logins' password is {password}")
        if options["persons"] is None:
            tell_story(
                today=timezone.localdate(),
                seller=logins["myynti"],
                officer=logins["tietosuoja"],
            )
            mark_former_customers(today=timezone.localdate())
        else:
            self._fill(options["persons"])

    def _refuse_a_real_register(self) -> None:
        """Known logins do not belong beside people who are not invented."""
        is_ours = settings.DEMO or is_told() or count_invented()
        if not is_ours and Person.objects.exists():
            raise CommandError("This register holds real people: no demo data here.")

    def _fill(self, persons: int) -> None:
        if not 0 < persons <= MOST_PERSONS:
            raise CommandError(f"--persons is from 1 to {MOST_PERSONS}.")
        made = fill_register(persons, lambda n: self.stdout.write(f"{n} persons …"))
        self.stdout.write(f"{made} persons made.")
