"""Translations compile without system gettext."""

import gettext
from pathlib import Path

from kespet_crm.catalogs import compile_catalogs

PO = """msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "erasure"
msgstr "poisto"
"""


def write_po(root: Path) -> Path:
    folder = root / "locale" / "fi" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(PO)
    return folder / "django.mo"


def test_compiled_catalog_translates(tmp_path: Path) -> None:
    target = write_po(tmp_path)
    assert compile_catalogs(tmp_path) == [target]
    with target.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("erasure") == "poisto"


def test_unchanged_catalog_is_left_alone(tmp_path: Path) -> None:
    write_po(tmp_path)
    assert len(compile_catalogs(tmp_path)) == 1
    assert compile_catalogs(tmp_path) == []
