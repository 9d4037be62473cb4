"""`prepare_start`: what must be done before the first page, safe to repeat.

Several machines may start at once: an advisory lock lets one migrate at a time.
"""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from kespet_crm.catalogs import compile_catalogs

MIGRATION_LOCK = 4_711_000_001


class Command(BaseCommand):
    help = "Migrate, compile catalogues, collect static files; says if all is empty."
    requires_system_checks: list[str] = []  # `migrate` looks at the database itself

    def handle(self, *_args: Any, **_options: Any) -> None:
        compile_catalogs()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
            call_command("migrate", interactive=False, verbosity=0)
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])
        collect_changed_static_files()
        used = get_user_model().objects.exists()
        self.stdout.write("in use" if used else "empty")


def collect_changed_static_files() -> None:
    """collectstatic, unless what it would collect is what it collected."""
    mark = Path(settings.STATIC_ROOT) / ".collected"
    digest = _digest_of_sources()
    if mark.exists() and mark.read_text() == digest:
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    mark.write_text(digest)


def _digest_of_sources() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = Path(storage.path(path)).stat()
            digest.update(f"{path}:{facts.st_size}:{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
