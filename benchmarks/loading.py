"""Import rows a second, beside a COPY of as many rows into the same tables."""

import csv
import io
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

from django.core.management import call_command
from django.db import connection, transaction

from kespet_crm.seeding.bulk import (
    PEOPLE_WRITERS,
    Chunk,
    reserve_chunk,
    write_orders,
    write_persons,
)
from kespet_crm.seeding.invented import company, person
from kespet_crm.seeding.words import TITLES
from registry.models import Partner
from registry.services.import_purchases import import_purchases

ROWS: Final = 10_000
_FIRST: Final = 1_200_000
_HEADER: Final = (
    "Etunimi", "Sukunimi", "Titteli", "Yritys", "Y-tunnus", "Sähköposti", "Puhelin",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rate:
    """Rows a second by the product and by COPY."""

    name: str
    rows: int
    product: float
    copy: float

    @property
    def ratio(self) -> float:
        return round(self.copy / max(self.product, 0.1), 1)


class _UndoError(Exception):
    """Leaves nothing of the measured rows behind."""


def _rate(rows: int, work: Callable[[], object]) -> float:
    """Rows a second, constraints checked, then rolled back."""
    taken = 0.0
    try:
        with transaction.atomic():
            start = perf_counter()
            work()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            taken = perf_counter() - start
            raise _UndoError
    except _UndoError:
        return rows / taken


def _chunk(persons: int) -> Chunk:
    partner, _made = Partner.objects.get_or_create(name="Mittaus")
    return reserve_chunk(_FIRST, persons, partner.pk)


def _copy_people() -> None:
    chunk = _chunk(ROWS)
    for write in PEOPLE_WRITERS:
        write(chunk)


def _copy_orders() -> None:
    chunk = _chunk(ROWS // 2)
    PEOPLE_WRITERS[0](chunk)
    write_persons(chunk)
    write_orders(chunk)


def _as_csv(header: tuple[str, ...], rows: list[tuple[object, ...]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()


def _people_file() -> bytes:
    rows: list[tuple[object, ...]] = []
    for number in range(ROWS):
        p, c = person(_FIRST + number), company(240_000 + number // 5)
        title = TITLES[number % len(TITLES)][0]
        phone = p.phone.replace("+358457", "+358458")
        rows.append((p.given, p.family, title, c.name, c.business_id, p.email, phone))
    return _as_csv(_HEADER, rows)


def _import_people(file: Path) -> None:
    with Path(os.devnull).open("w") as nowhere:
        try:
            call_command(
                "import_people", str(file), source="Mittaus", obtained_from="self",
                stdout=nowhere, stderr=nowhere,
            )  # fmt: skip
        except SystemExit as stop:
            raise RuntimeError("the import refused measured rows") from stop


def measure_people() -> Rate:
    """New people with their companies, through the command that staff use."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "people.csv"
        file.write_bytes(_people_file())
        product = _rate(ROWS, lambda: _import_people(file))
    return Rate("import people", ROWS, product, _rate(ROWS, _copy_people))


def measure_retention() -> Rate:
    """Persons whose period is over: plan, erasure, journal, audit. No COPY to match."""
    out = io.StringIO()
    seconds = 1.0 / _rate(
        1, lambda: call_command("apply_retention", json=True, stdout=out)
    )
    erased = int(json.loads(out.getvalue())["persons"])
    return Rate("apply retention", erased, round(erased / seconds), 0.0)


def measure_purchases() -> Rate:
    """Purchases of new customers: orders, lines, events, persons, sources."""
    header = ("asiakas", "pvm", "määrä", "summa", "tuote")
    rows: list[tuple[object, ...]] = [
        (f"B{number // 2}", "2024-05-02", 2, "39,90", "Hylly") for number in range(ROWS)
    ]
    content = _as_csv(header, rows)

    def bring() -> object:
        return import_purchases(content=content, form="csv", source="Mittaus")

    return Rate("import purchases", ROWS, _rate(ROWS, bring), _rate(ROWS, _copy_orders))
