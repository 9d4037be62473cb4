"""`compile_catalogs`: locale/*/LC_MESSAGES/*.po → *.mo."""

from typing import Any

from django.core.management.base import BaseCommand

from kespet_crm.catalogs import compile_catalogs


class Command(BaseCommand):
    help = "Compile the message catalogues that have changed."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        for written in compile_catalogs():
            self.stdout.write(str(written))
