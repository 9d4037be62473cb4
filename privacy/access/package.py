"""The ZIP of the access package: index.html, data.json, data/<holding>.csv."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import secrets
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import override

from privacy.models import Case
from privacy.models.package import packages_dir
from privacy.retention.rules import rules_in_force
from privacy.services.traces import traces_of_case
from registry.imports.report import neutral

from .page import MARKER, Told, open_table, table_rows, write_page
from .parts import Part, Reader, columns_of, part_of
from .schema import schema_address
from .spool import JsonSpool, Spool, pour_page
from .told import told_of
from .withhold import withholder_for

Progress = Callable[[int], None]
CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class BuiltPackage:
    """A file on disk that no row knows yet. ``rows``: holding → number."""

    path: Path
    size: int
    sha256: str
    rows: dict[str, int]


def build_package(case: Case, *, progress: Progress | None = None) -> BuiltPackage:
    """Write the package of the case's person, mode 0600, under a random name.

    progress: called with the number of rows written so far; what it raises ends the
    work and leaves no file."""
    folder = packages_dir()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{case.reference}-{secrets.token_hex(8)}.zip"
    with private_file(path) as file:
        rows = write_package(case, file, folder=folder, progress=progress)
        file.flush()
        os.fsync(file.fileno())
    return BuiltPackage(path, path.stat().st_size, _digest(path), rows)


@contextmanager
def private_file(path: Path, *, replace: bool = False) -> Iterator[IO[bytes]]:
    """A new file for its owner only; it goes again where writing it fails."""
    flags = os.O_RDWR | os.O_CREAT | (os.O_TRUNC if replace else os.O_EXCL)
    try:
        with os.fdopen(os.open(path, flags, 0o600), "w+b") as file:
            yield file
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def write_package(
    case: Case, file: IO[bytes], *, folder: Path, progress: Progress | None = None
) -> dict[str, int]:
    """The ZIP into ``file``, in the case's language; how many rows of which holding.

    Rows are read page by page and written at once: a hundred thousand of them need no
    more memory than a hundred."""
    if case.person_id is None:
        raise ValueError("a case without a person has no package")
    with (
        override(case.language),
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        return _Writer(case, package, folder, progress or _nobody_asks).write()


class _Writer:
    def __init__(
        self, case: Case, package: zipfile.ZipFile, folder: Path, progress: Progress
    ) -> None:
        self._case = case
        self._package = package
        self._folder = folder
        self._progress = progress
        self._now = timezone.now()
        self._rules = {rule.slug: rule for rule in rules_in_force()}
        self._withholder = withholder_for(case.person_id or 0, traces_of_case(case))
        self._reader = Reader(
            person_id=case.person_id or 0,
            kind=case.kind,
            withholder=self._withholder,
            on=timezone.localdate(self._now),
        )
        self._written = 0

    def write(self) -> dict[str, int]:
        head = {
            "schema": schema_address(self._case.kind),
            "generated_at": self._now.isoformat(),
        }
        parts, empty = self._reader.parts()
        with (
            JsonSpool(self._folder, head) as document,
            Spool(self._folder) as tables,
        ):
            for part in parts:
                self._write_part(part, document, tables)
            for holding in empty:
                document.value(holding.key, [])
                self._write_csv(part_of(holding, self._case.kind))
            told = Told(
                case=self._case,
                generated_at=self._now,
                parts=parts,
                empty=empty,
                uses=self._reader.uses,
                withheld=self._withholder.counts,
                clean=self._withholder.quietly,
            )
            for key, rows in told_of(told).items():
                document.value(key, rows)
            document.finish()
            with self._package.open("data.json", "w", force_zip64=True) as entry:
                document.pour(entry)
            pour_page(self._package, write_page(told), MARKER, tables)
        return {part.key: part.rows for part in parts if part.rows}

    def _write_part(self, part: Part, document: JsonSpool, tables: Spool) -> None:
        columns = columns_of(part)
        cells = open_table(part, columns, self._rules)
        document.open_list(part.key)
        tables.write(cells.head)
        with self._package.open(_name(part), "w", force_zip64=True) as entry:
            entry.write(_csv([columns]))
            for rows in self._reader.pages(part):
                entry.write(_csv([_cell(row[c]) for c in columns] for row in rows))
                document.rows(rows)
                tables.write(table_rows(cells, rows))
                self._written += len(rows)
                self._progress(self._written)
        tables.write(cells.foot)
        document.close_list()

    def _write_csv(self, part: Part) -> None:
        """Header only: the package also says what is not held."""
        self._package.writestr(_name(part), _csv([columns_of(part)]))


def _name(part: Part) -> str:
    return f"data/{part.key}.csv"


def _csv(rows: Any) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()


def _cell(value: Any) -> Any:
    """A spreadsheet must not take her words for a formula; data.json has them as they
    are."""
    if isinstance(value, str):
        return neutral(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return "" if value is None else value


def _digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()


def _nobody_asks(_rows: int) -> None:
    return
