"""The structure of a notice text: headings and what stands below them.

A text is blocks parted by blank lines. A block whose first line ends in ``:`` or
``?`` opens a section of that name; every other line is a paragraph of its own.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from django.utils.text import slugify


@dataclass
class Section:
    """A heading with its paragraphs; several short lines in a row are a list."""

    heading: str
    paragraphs: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """Stable id within the page, from the heading."""
        return slugify(self.heading)[:60]

    @property
    def title(self) -> str:
        """The heading without its colon, for a list of contents."""
        return self.heading.rstrip(":")

    def take(self, lines: list[str]) -> None:
        """Add a block: one line is a paragraph, several are a list."""
        (self.paragraphs if len(lines) == 1 else self.lines).extend(lines)


def read_sections(body: str) -> list[Section]:
    """Sections of a notice text, in its order; no word is lost."""
    sections: list[Section] = []
    for block in body.strip().split("\n\n"):
        lines = block.strip().split("\n")
        if lines[0].endswith((":", "?")):
            sections.append(Section(lines.pop(0)))
        if not sections:
            sections.append(Section(""))
        if lines:
            sections[-1].take(lines)
    return sections


def digest_text(body: str) -> str:
    """SHA-256 of a text as lower-case hexadecimal: names the text in every proof."""
    return hashlib.sha256(body.encode()).hexdigest()
