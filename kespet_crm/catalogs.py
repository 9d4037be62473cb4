"""Compiles translations with Babel: no system gettext needed. Knows nothing of Django."""

import io
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent


def compile_catalogs(root: Path = ROOT) -> list[Path]:
    """Write every `.mo` that is older than its `.po`; returns what was written."""
    sources = sorted(root.glob("locale/*/LC_MESSAGES/*.po"))
    return [_compile(source) for source in sources if _is_stale(source)]


def _is_stale(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns


def _compile(source: Path) -> Path:
    """All or nothing, so that a process that reads at this moment sees a whole file."""
    language = source.parent.parent.name
    with source.open("rb") as file:
        catalog = read_po(file, locale=language, abort_invalid=True)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    unfinished = source.with_suffix(".mo.new")
    unfinished.write_bytes(compiled.getvalue())
    return unfinished.replace(source.with_suffix(".mo"))
