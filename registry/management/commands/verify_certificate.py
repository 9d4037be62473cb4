"""`manage.py verify_certificate`: is this certificate or receipt genuine?"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from registry.seams.signing import (
    SigningError,
    own_public_key_text,
    parse_document,
    read_public_key,
    verify_document,
)

LARGEST_FILE = 5_000_000


class Command(BaseCommand):
    """Works offline and without a database; exits 1 when the file is not genuine."""

    help = "Verify the signature of a certificate or receipt. Needs no database."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE, or --print-public-key to hand the key to somebody."""
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument("--public-key", type=Path, help="base64 or PEM file")
        parser.add_argument("--print-public-key", action="store_true")

    def handle(self, *_args: str, **options: Any) -> None:
        """Print what was found; CommandError (exit 1) when it does not hold."""
        if options["print_public_key"]:
            self.stdout.write(own_public_key_text())
        elif options["file"] is None:
            raise CommandError(_("Name the file to verify."))
        else:
            self._verify(options["file"], options["public_key"])

    def _verify(self, file: Path, public_key: Path | None) -> None:
        key = _key_from(public_key) if public_key else None
        try:
            document = parse_document(_read(file))
        except SigningError as error:
            raise CommandError(_("Not a certificate: not a JSON object.")) from error
        if not verify_document(document, key):
            raise CommandError(_("NOT GENUINE: the signature does not match."))
        self.stdout.write(_("Genuine: signed with key %s.") % document["key_id"])


def _key_from(file: Path) -> Ed25519PublicKey:
    try:
        return read_public_key(_read(file))
    except SigningError as error:
        raise CommandError(_("That file is not a public key.")) from error


def _read(file: Path) -> str:
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise CommandError(_("The file is too large to be a certificate."))
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(_("The file cannot be read.")) from error
