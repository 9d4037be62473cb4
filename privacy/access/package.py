"""The ZIP of the access package: index.html, data.json, data/<holding>.csv."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import secrets
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from privacy.models import Case
from privacy.models.package import packages_dir
from privacy.services.portability import origins_of
from privacy.services.traces import traces_of_case
from registry.seams.personal_data import collect, registry_of_holdings

from .page import write_page
from .uses import uses_of
from .withhold import withhold_others, withholder_for

SCHEMA = "kespet.access-package/1"

Data = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class BuiltPackage:
    """A file on disk that no row knows yet. ``rows``: holding → number."""

    path: Path
    size: int
    sha256: str
    rows: dict[str, int]


def build_package(case: Case) -> BuiltPackage:
    """Write the package of the case's person, mode 0600, under a random name."""
    if case.person_id is None:
        raise ValueError("a case without a person has no package")
    with override(case.language):
        content = zip_of(
            kind=case.kind,
            person_id=case.person_id,
            case=case,
            generated_at=timezone.now(),
        )
    return _write(case.reference, content)


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a ZIP and what is in it."""

    data: bytes
    rows: dict[str, int]


def zip_of(*, kind: str, person_id: int, case: Case, generated_at: datetime) -> Content:
    """The package as bytes, in the active language."""
    withholder = withholder_for(person_id, traces_of_case(case))
    data = collect(person_id, origins=origins_of(kind))
    if "uses" in data:
        data["uses"] = uses_of(person_id)
    data = withhold_others(data, withholder)
    page = write_page(
        case=case,
        person_id=person_id,
        data=data,
        generated_at=generated_at,
        withheld=withholder.count,
    )
    document = {"schema": SCHEMA, "generated_at": generated_at.isoformat(), **data}
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("index.html", page)
        package.writestr(
            "data.json", json.dumps(document, ensure_ascii=False, indent=2)
        )
        for key, rows in data.items():
            package.writestr(f"data/{key}.csv", csv_of(key, rows))
    counts = {key: len(rows) for key, rows in data.items() if rows}
    return Content(body.getvalue(), counts)


def csv_of(key: str, rows: list[dict[str, Any]]) -> str:
    """One holding as CSV, header first, also where it is empty."""
    names = list(rows[0]) if rows else registry_of_holdings[key].exported_fields()
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=names, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({k: _cell(v) for k, v in row.items()} for row in rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else value


def _write(reference: str, content: Content) -> BuiltPackage:
    folder = packages_dir()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{reference}-{secrets.token_hex(8)}.zip"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content.data)
        file.flush()
        os.fsync(file.fileno())
    digest = hashlib.sha256(content.data).hexdigest()
    return BuiltPackage(path, len(content.data), digest, content.rows)
