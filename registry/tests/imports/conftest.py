"""Small files in the shapes that other programs write, and a gate that lets through."""

from datetime import date

import pytest
import time_machine

from registry.choices import Channel, SourceKind
from registry.imports.mapping import guess_columns
from registry.imports.rows import Defaults
from registry.imports.running import close_run, inline_run, plan_table, write_table
from registry.imports.services import stored
from registry.imports.tables import read_table
from registry.models import ImportKind, ImportState
from registry.seams import gate
from registry.seams.gate.closed import ClosedGate
from registry.seams.panels import ImportRowContext, import_column
from registry.seams.panels.imports import _columns

TEMPLATE = (
    "Etunimi;Sukunimi;Titteli;Yritys;Y-tunnus;Sähköposti;Puhelin;Katuosoite;"
    "Postinumero;Postitoimipaikka;Toimiala;Lähde;Kerätty;Huomio"
)
AINO = (
    "Aino;Äijälä;Ostaja;Kolmeks Oy;0110120-9;aino@kolmeks.example;040 123 4567;"
    "Dosentinkuja 7;65037;Ilmajoki;28130;FinnTec;04.08.2018;Soitti."
)
BO = (
    "Bo;Öberg;;Kuvalaine Oy;0140238-6;bo@kuvalaine.example;045-9820667;;;;;"
    "FinnTec;5.8.2018;"
)


class ScreeningGate(ClosedGate):
    """Suppresses what a test puts on its list, and nothing else."""

    def __init__(self):
        self.suppressed = set()

    def screen(self, addresses):
        """As the real list would."""
        return self.suppressed & set(addresses)


@pytest.fixture(autouse=True)
def gate_in_force():
    real = gate.unplug()
    screening = ScreeningGate()
    gate.plug(screening)
    yield screening
    gate.unplug()
    if type(real) is not ClosedGate:
        gate.plug(real)


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture(autouse=True)
def remarks():
    """A column of another app, headed «Huomio»: keeps what it is given."""
    given: list[ImportRowContext] = []
    import_column(
        "remark",
        label="Huomio",
        headers=["Huomio"],
        apply=lambda rows, _actor: given.extend(rows),
    )
    yield given
    _columns.pop("remark")


@pytest.fixture
def file_of(tmp_path):
    """Write lines (or bytes) into a file and return its path."""

    def write(*lines, encoding="utf-8", name="people.csv"):
        path = tmp_path / name
        if lines and isinstance(lines[0], bytes):
            path.write_bytes(lines[0])
        else:
            path.write_bytes("\r\n".join(lines).encode(encoding))
        return path

    return write


@pytest.fixture
def people_file(file_of):
    """A file in the template's columns."""
    return lambda *rows, **how: file_of(TEMPLATE, *rows, **how)


@pytest.fixture
def import_file():
    """Import a file and return its run."""

    def run_import(path, kind=ImportKind.PEOPLE, **answers):
        table = read_table(path)
        run = inline_run(
            actor=None,
            kind=kind,
            file_name=path.name,
            headers=table.headers,
            mapping=stored(guess_columns(kind, table)),
            **{"source": "Testi", "channel": Channel.FAIR, **answers},
        )
        write_table(run, table)
        close_run(run, ImportState.DONE)
        return run

    return run_import


@pytest.fixture
def plan_file():
    """Plan a file and return the dry run."""

    def plan(path, kind=ImportKind.PEOPLE, samples=10):
        table = read_table(path)
        today = date(2026, 11, 22)
        defaults = Defaults(SourceKind.SELF, Channel.FAIR, None, "Testi", today, today)
        columns = guess_columns(kind, table)
        return plan_table(kind, table, columns, defaults, samples=samples)

    return plan


@pytest.fixture
def time_machine_of():
    """Freeze the day."""
    return lambda day: time_machine.travel(f"{day} 12:00 +0200", tick=False)
