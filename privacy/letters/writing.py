"""The words of a letter: a template in the person's language, filled in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext, override

from privacy.controller import authority, controller
from privacy.models import Case, LetterKind


@dataclass(frozen=True, slots=True)
class Written:
    """A letter as it leaves, and as it is kept: secret links are not kept."""

    subject: str
    text: str
    kept: str

    @property
    def sha256(self) -> str:
        """Digest of what leaves."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def write_letter(
    case: Case, kind: LetterKind, context: Mapping[str, Any] | None = None
) -> Written:
    """The first line of the template is the subject. Values of the context that are
    addresses of ours are the person's secret links."""
    given = dict(context or {})
    with override(case.language):
        written = render_to_string(
            f"privacy/letters/{case.language}/{kind}.txt",
            {
                "case": case,
                "right": case.get_kind_display(),
                "controller": controller(),
                "authority": authority(),
                **given,
            },
        )
    subject, _, text = written.strip().partition("\n")
    text = text.strip() + "\n"
    kept = text
    for secret in _secrets(given):
        kept = kept.replace(secret, link_words(case.language))
    return Written(subject.strip(), text, kept)


def fill_link(text: str, language: str, link: str) -> str:
    """A kept text with a fresh link in the place of the one that left."""
    return text.replace(link_words(language), link)


def link_words(language: str) -> str:
    """What stands in a kept letter where the person's secret link stood."""
    with override(language):
        return gettext("[personal link]")


def _secrets(context: Mapping[str, Any]) -> list[str]:
    links = [v for v in context.values() if isinstance(v, str)]
    return [v for v in links if v.startswith(str(settings.SITE_URL))]
