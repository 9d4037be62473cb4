"""Bytes to text: UTF-8 (with or without BOM), UTF-16, Windows-1252, ISO-8859-15."""

import codecs
from typing import Final

from django.utils.translation import gettext as _

from .exceptions import UnusableFileError

_MARKS: Final = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
# Printed signs that ISO-8859-15 has where Windows-1252 has ¤ ¦ ¨ ´ ¸ ¼ ½ ¾,
# which no name is written with: € Š š Ž ž Œ œ Ÿ.
_LATIN_9: Final = frozenset(b"\xa4\xa6\xa8\xb4\xb8\xbc\xbd\xbe")
_C1: Final = frozenset(range(0x80, 0xA0))
# «ä», «ö», «å», «Ä», «Ö» of UTF-8, read as Windows-1252.
MOJIBAKE: Final = ("Ã¤", "Ã¶", "Ã¥", "Ã„", "Ã–", "Ã©")
_MOST_CONTROLS: Final = 0.01


def decode_table(raw: bytes) -> tuple[str, str]:
    """Return (text, encoding). UnusableFileError if it is no text, or two at once."""
    encoding = _encoding_of(raw)
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        binary = _is_binary(raw[:20_000].decode("latin-1"))
        raise (_not_text() if binary else _unreadable()) from None
    if _is_binary(text):
        raise _not_text()
    if encoding in {"cp1252", "iso-8859-15"} and any(m in text for m in MOJIBAKE):
        raise UnusableFileError(
            _("The file mixes two encodings. Save it again as UTF-8.")
        )
    return text, encoding


def _encoding_of(raw: bytes) -> str:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return encoding
    if unmarked := _unmarked_utf_16(raw):
        return unmarked
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return _one_byte_encoding(raw)
    return "utf-8"


def _unmarked_utf_16(raw: bytes) -> str:
    """Text in UTF-16 has a zero in most second bytes; other text has none."""
    head = raw[:2000]
    half = len(head) // 2
    if half and head[1::2].count(0) > half * 0.7:
        return "utf-16-le"
    if half and head[0::2].count(0) > half * 0.7:
        return "utf-16-be"
    return ""


def _one_byte_encoding(raw: bytes) -> str:
    used = set(raw)
    if used & _C1:
        return "cp1252"
    return "iso-8859-15" if used & _LATIN_9 else "cp1252"


def _is_binary(text: str) -> bool:
    head = text[:20_000]
    controls = sum(char < " " and char not in "\t\r\n\x00" for char in head)
    zeros = head.count("\x00")
    return controls > len(head) * _MOST_CONTROLS or zeros > len(head) * 0.1


def _not_text() -> UnusableFileError:
    return UnusableFileError(_("The file is not a table: it is not text."))


def _unreadable() -> UnusableFileError:
    return UnusableFileError(_("The encoding of the file is not known. Save as UTF-8."))
