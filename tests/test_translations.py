"""Every word of the product is said in Finnish and in Swedish."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.formats import date_format

from kespet_crm.catalogs import ROOT
from kespet_crm.messages import (
    LANGUAGES,
    catalog_path,
    missing,
    read_catalog,
    tidied,
    tidy,
    words_of,
)

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")

EMPTY = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'

in_each_language = pytest.mark.parametrize("language", LANGUAGES)


def plant(root: Path, *, code: str, catalog: str) -> None:
    """A project of one module, with its catalogue, in a folder of its own."""
    (root / "registry").mkdir(parents=True)
    (root / "registry" / "planted.py").write_text(code, "utf-8")
    path = catalog_path("fi", root)
    path.parent.mkdir(parents=True)
    path.write_text(EMPTY + catalog, "utf-8")


def forms_of(words: str | tuple[str, ...] | list[str] | None) -> list[str]:
    """A message's words: one, or singular and plural."""
    return [words or ""] if isinstance(words, str | None) else list(words)


def wrong_placeholders(language: str, root: Path = ROOT) -> list[str]:
    """Messages whose translation has a placeholder that the source lacks, or lacks
    one; a singular may leave its number out, so that the plural decides."""
    return [
        str(message.id)
        for message in read_catalog(language, root)
        if message.id
        and sorted(PLACEHOLDER.findall(forms_of(message.id)[-1]))
        != sorted(PLACEHOLDER.findall(forms_of(message.string)[-1]))
    ]


@in_each_language
def test_every_message_is_translated(language: str) -> None:
    assert [message.id for message in missing(language)] == []


@in_each_language
def test_placeholders_of_source_and_translation_agree(language: str) -> None:
    assert wrong_placeholders(language) == []


@in_each_language
def test_the_catalogue_is_tidy(language: str) -> None:
    """Nothing is doubled, unused or out of order: `bin/manage messages --tidy`."""
    assert tidied(language) == catalog_path(language).read_text("utf-8")


def test_an_untranslated_message_is_found(tmp_path: Path) -> None:
    plant(tmp_path, code='_("Planted")\n', catalog="")
    assert [message.id for message in missing("fi", tmp_path)] == ["Planted"]


def test_a_translated_message_is_not_missing(tmp_path: Path) -> None:
    said = 'msgid "Planted"\nmsgstr "Istutettu"\n'
    plant(tmp_path, code='_("Planted")\n', catalog=said)
    assert missing("fi", tmp_path) == []


def test_a_lost_placeholder_is_found(tmp_path: Path) -> None:
    said = 'msgid "%(n)s rows"\nmsgstr "rivejä"\n'
    plant(tmp_path, code='_("%(n)s rows")\n', catalog=said)
    assert wrong_placeholders("fi", tmp_path) == ["%(n)s rows"]


def test_tidying_drops_what_is_unused(tmp_path: Path) -> None:
    said = 'msgid "Gone"\nmsgstr "Poissa"\n\nmsgid "Here"\nmsgstr "Tässä"\n'
    plant(tmp_path, code='_("Here")\n', catalog=said)
    tidy("fi", tmp_path)
    assert "Poissa" not in (left := catalog_path("fi", tmp_path).read_text("utf-8"))
    assert "Tässä" in left


def test_words_of_templates_are_found(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    page = "<p>\n    {% load i18n %}\n  {% translate 'Planted' %}\n</p>\n"
    (tmp_path / "templates" / "page.html").write_text(page, "utf-8")
    assert [message.id for message in words_of(tmp_path) if message.id] == ["Planted"]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_day_is_written_as_people_do_in_finland(language: str) -> None:
    with translation.override(language):
        assert date_format(date(2026, 3, 9), "SHORT_DATE_FORMAT") == "9.3.2026"
