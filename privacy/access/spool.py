"""data.json and the tables of index.html while they grow: files without a name, so
that nothing is left of them however the process ends, and memory stays flat."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Any, Self

LARGE = 64 * 1024


class Spool:
    """UTF-8 text that is written bit by bit and put into a ZIP at the end."""

    def __init__(self, folder: Path) -> None:
        self._file: IO[bytes] = TemporaryFile(dir=folder)  # noqa: SIM115  # closed by __exit__

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def write(self, text: str) -> None:
        """Append."""
        self._file.write(text.encode())

    def pour(self, into: IO[bytes]) -> None:
        """All of it, from the beginning."""
        self._file.seek(0)
        shutil.copyfileobj(self._file, into, LARGE)


class JsonSpool(Spool):
    """One object whose values are lists of objects, row by row."""

    def __init__(self, folder: Path, head: Mapping[str, Any]) -> None:
        super().__init__(folder)
        self.write("{")
        self._between = "\n  "
        for key, value in head.items():
            self.value(key, value)

    def value(self, key: str, value: Any) -> None:
        """A member that is known as a whole."""
        self._member(key)
        self.write(_json(value))

    def open_list(self, key: str) -> None:
        """Begin the member ``key``; its rows follow."""
        self._member(key)
        self.write("[")
        self._row = "\n    "

    def rows(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """More rows of the list that is open."""
        for row in rows:
            self.write(f"{self._row}{_json(row)}")
            self._row = ",\n    "

    def close_list(self) -> None:
        """End it."""
        self.write("]" if self._row.startswith("\n") else "\n  ]")

    def finish(self) -> None:
        """End the object."""
        self.write("\n}\n")

    def _member(self, key: str) -> None:
        self.write(f"{self._between}{_json(key)}: ")
        self._between = ",\n  "


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def pour_page(package: zipfile.ZipFile, frame: str, marker: str, tables: Spool) -> None:
    """index.html: the frame with the tables where the marker stands."""
    before, _marker, after = frame.partition(marker)
    with package.open("index.html", "w", force_zip64=True) as page:
        page.write(before.encode())
        tables.pour(page)
        page.write(after.encode())
