"""`manage.py receive_mail < message`: the mail server pipes a mail in."""

from __future__ import annotations

import sys
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from privacy.incoming.storing import receive
from registry.seams.opening import RegisterClosed

EX_DATAERR = 65
EX_TEMPFAIL = 75


class Command(BaseCommand):
    """Exit codes of sysexits.h, which mail servers know."""

    help = (
        "Take one mail (RFC 5322) from standard input: it becomes a request, a message "
        "on one, an opt-out, a bounce or a logged contact. Exit 0: taken. 75: not now, "
        "keep it and try again (database away, register closed). 65: there was none."
    )
    stealth_options = ("stdin",)
    requires_system_checks: list[str] = []  # Django reads it so

    def handle(self, *_args: Any, **options: Any) -> None:
        """Says the row's number and nothing of the mail."""
        stream: BinaryIO = options.get("stdin") or sys.stdin.buffer
        try:
            mail = receive(stream, now=timezone.now())
        except RegisterClosed as error:
            raise CommandError(
                f"closed: {error.code}", returncode=EX_TEMPFAIL
            ) from None
        except Exception as error:  # noqa: BLE001  the mail server keeps what we could not store
            # The text of an exception may quote the mail: its type is enough.
            kind = type(error).__name__
            raise CommandError(f"not taken: {kind}", returncode=EX_TEMPFAIL) from None
        if mail is None:
            raise CommandError("no mail on standard input", returncode=EX_DATAERR)
        became = mail.outcome or mail.state
        self.stdout.write(f"taken: {mail.pk} {became}")
