"""The templates of letters as they stand: their words, and what is wrong with them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any, Final

from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from privacy.models import LetterKind
from registry.choices import Language

FOLDER: Final = "privacy/letters"
INCLUDED: Final = re.compile(r'{%\s*include\s+"([^"]+)"')
FILLED: Final = re.compile(r"{{\s*([\w.]+)")
TESTED: Final = re.compile(r"{%\s*(?:if|elif|for \w+ in)\s+([^%]+?)\s*%}")

COMPLAINT: Final = frozenset(
    {
        LetterKind.EXTENSION,
        LetterKind.PACKAGE,
        LetterKind.ERASED,
        LetterKind.GRANTED,
        LetterKind.PARTLY,
        LetterKind.RECTIFIED,
        LetterKind.RESTRICTED,
        LetterKind.LIFTING,
        LetterKind.OBJECTION_UPHELD,
        LetterKind.COMPLETED,
        LetterKind.REFUSED,
        LetterKind.NO_PERSON,
    }
)
"""Letters that decide or give: each says where to complain (P50)."""


@dataclass(frozen=True, slots=True, order=True)
class Template:
    """One kind of letter in one language."""

    kind: str
    language: str

    @property
    def name(self) -> str:
        """Where the loader finds it."""
        return f"{FOLDER}/{self.language}/{self.kind}.txt"

    @property
    def kind_label(self) -> str:
        """What the letter is called."""
        return str(LetterKind(self.kind).label)

    @property
    def language_label(self) -> str:
        """What the language is called."""
        return str(Language(self.language).label)

    @property
    def words(self) -> str:
        """Its source with the blocks it includes, as a reviewer reads it."""
        own = source_of(self.name)
        blocks = [source_of(name) for name in INCLUDED.findall(own)]
        return "\n".join([own, *blocks])

    @property
    def sha256(self) -> str:
        """What a review binds."""
        return hashlib.sha256(self.words.encode()).hexdigest()

    @property
    def placeholders(self) -> frozenset[str]:
        """Every value it prints or asks about, but for loop variables' own names."""
        own = source_of(self.name)
        return frozenset(FILLED.findall(own)) | frozenset(
            re.sub(r'"[^"]*"', "", tested).strip() for tested in TESTED.findall(own)
        )


def all_templates() -> list[Template]:
    """Every kind in every language."""
    return [
        Template(kind.value, language.value)
        for kind in LetterKind
        for language in Language
    ]


def source_of(name: str) -> str:
    """The template's own text; empty where there is none."""
    try:
        found: Any = get_template(name)
    except TemplateDoesNotExist:
        return ""
    return str(found.template.source)


def without_complaint() -> list[Template]:
    """Deciding letters that lack the block with the ombudsman, the link and the court."""
    return [
        template
        for template in all_templates()
        if template.kind in COMPLAINT
        and f"{FOLDER}/{template.language}/_complaint.txt"
        not in INCLUDED.findall(source_of(template.name))
    ]
