"""Uploaded files and reports: DATA_DIR/imports, mode 0600, for a short while."""

import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from .exceptions import UnusableFileError
from .limits import LARGEST_FILE


def folder() -> Path:
    """The folder, only for the product's own user."""
    path = Path(settings.DATA_DIR) / "imports"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def path_of(key: str) -> Path:
    """Where the file of that key lies. Keys are ours and random, never a user's."""
    return folder() / f"{key}.upload"


def store_upload(chunks: Iterable[bytes]) -> str:
    """Keep the bytes under a new key and return it."""
    key = secrets.token_hex(16)
    path, size = path_of(key), 0
    with _open_private(path) as file:
        for chunk in chunks:
            size += len(chunk)
            if size > LARGEST_FILE:
                path.unlink()
                raise UnusableFileError(_("The file is larger than 50 MB. Split it."))
            file.write(chunk)
    return key


def delete_upload(key: str) -> None:
    """Delete the file; it may be gone already."""
    path_of(key).unlink(missing_ok=True)


def write_report(run_id: int, content: bytes) -> Path:
    """Write the file of refused rows that a command leaves; a month's lifetime."""
    path = folder() / f"refused-{run_id}.csv"
    with _open_private(path) as file:
        file.write(content)
    return path


def reports() -> Iterable[tuple[int, Path]]:
    """(run, path) of every report that lies there."""
    for path in folder().glob("refused-*.csv"):
        yield int(path.stem.removeprefix("refused-")), path


def stored_files() -> Iterable[Path]:
    """Every upload and every report that lies there."""
    return sorted(folder().glob("*.upload")) + sorted(folder().glob("refused-*.csv"))


def _open_private(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
