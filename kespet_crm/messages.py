"""Finds the words of the code and the templates, and says which lack a translation.

Django's own extraction needs system gettext; Babel reads Python, and Django's
``templatize`` turns a template into something that Babel reads as Python.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from kespet_crm.catalogs import ROOT

PACKAGES = ("registry", "contacts", "privacy", "kespet_crm")
LANGUAGES = ("fi", "sv")
"""English is the language of the code itself."""

KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def catalog_path(language: str, root: Path = ROOT) -> Path:
    """Where the catalogue of a language stands."""
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def words_of(root: Path = ROOT) -> Catalog:
    """Every translatable message of the project, tests left out."""
    found = Catalog()
    for source in _python_files(root):
        _extract_into(found, source.read_text("utf-8"))
    for template in sorted((root / "templates").rglob("*.*")):
        if template.suffix in (".html", ".txt"):
            _extract_into(found, _as_python(template.read_text("utf-8")))
    return found


def missing(language: str, root: Path = ROOT) -> list[Message]:
    """Messages of the project that the language says nothing for."""
    known = read_catalog(language, root)
    return [
        message
        for message in words_of(root)
        if message.id and not _is_said(known.get(message.id, message.context))
    ]


def read_catalog(language: str, root: Path = ROOT) -> Catalog:
    """The catalogue as it stands; a doubled entry keeps its last words."""
    with catalog_path(language, root).open("rb") as file:
        return read_po(file, locale=language)


def tidy(language: str, root: Path = ROOT) -> None:
    """Rewrite the catalogue as ``tidied`` has it."""
    catalog_path(language, root).write_text(tidied(language, root), "utf-8")


def tidied(language: str, root: Path = ROOT) -> str:
    """The catalogue with one entry a message, in order, nothing unused."""
    known, tidied = read_catalog(language, root), Catalog(locale=language)
    for message in words_of(root):
        said = known.get(message.id, message.context) if message.id else None
        if said is not None and _is_said(said):
            tidied.add(message.id, said.string, context=message.context)
    written = io.BytesIO()
    write_po(written, tidied, sort_output=True, width=0, omit_header=True)
    return _HEADER + written.getvalue().decode()


_HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def _python_files(root: Path) -> Iterator[Path]:
    for package in PACKAGES:
        for source in sorted((root / package).rglob("*.py")):
            if not {"tests", "migrations"} & set(source.parts):
                yield source


def _as_python(template: str) -> str:
    """The template's messages as calls; Python would mind the lines' indentation."""
    return "\n".join(line.strip() for line in templatize(template).splitlines())


def _extract_into(found: Catalog, text: str) -> None:
    source = io.BytesIO(text.encode())
    for _line, words, _comments, context in extract("python", source, KEYWORDS):
        found.add(words, context=context)


def _is_said(message: Message | None) -> bool:
    if message is None or "fuzzy" in message.flags:
        return False
    said = message.string
    return all(said) if isinstance(said, tuple | list) else bool(said)
