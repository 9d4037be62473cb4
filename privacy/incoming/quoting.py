"""What the sender wrote herself, without what she answers."""

from __future__ import annotations

import re

REPLY_HEADS = re.compile(
    r"^\s*(?:"
    r"-{2,}\s*(?:original message|alkuperäinen viesti|ursprungligt meddelande"
    r"|välitetty viesti|forwarded message).*"
    r"|_{10,}\s*"
    r"|(?:on|den|am)\b.{4,120}\b(?:wrote|skrev)\b.{0,80}:\s*"
    r"|.{4,160}\bkirjoitti\b.{0,60}:\s*"
    r"|(?:lähettäjä|från|from)\s*:\s.{3,200}@.{2,200}"
    r")$",
    re.IGNORECASE,
)
SIGNATURE = re.compile(r"^--\s?$")


def own_text(text: str) -> str:
    """The text up to the quoted mail or the signature, quoted lines left out."""
    kept: list[str] = []
    for line in text.splitlines():
        if SIGNATURE.match(line) or REPLY_HEADS.match(line):
            break
        if not line.lstrip().startswith(">"):
            kept.append(line)
    return "\n".join(kept).strip()
