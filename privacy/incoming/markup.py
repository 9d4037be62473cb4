"""The words of a mail that is written in HTML."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

SILENT = frozenset({"script", "style", "head", "title", "template"})
BREAKS = frozenset({"br", "p", "div", "tr", "li", "table", "h1", "h2", "h3", "hr"})
QUOTE = "blockquote"


class _Reader(HTMLParser):
    """Collects lines; what is quoted begins with «>», as in plain text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.silent = 0
        self.quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent += 1
        elif tag == QUOTE:
            self.quoted += 1
            self._new_line()
        elif tag in BREAKS:
            self._new_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag == QUOTE:
            self.quoted = max(0, self.quoted - 1)
            self._new_line()
        elif tag in BREAKS - {"br"}:
            self._new_line()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.lines[-1] += re.sub(r"\s+", " ", data)

    def _new_line(self) -> None:
        self.lines.append("> " if self.quoted else "")


def text_of_markup(markup: str) -> str:
    """Plain text; whatever the markup is like, some text comes out."""
    reader = _Reader()
    try:
        reader.feed(markup)
        reader.close()
    except (AssertionError, ValueError):  # the parser's own on broken declarations
        return unescape(re.sub(r"<[^<>]{0,500}>", " ", markup))
    lines = (line.strip() for line in reader.lines)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
