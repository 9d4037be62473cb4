"""The notice in force."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from privacy.notice.structure import digest_text, read_sections

TEXTS = Path(__file__).resolve().parent.parent / "notice" / "v1"


def show_notice(request: HttpRequest) -> HttpResponse:
    """The notice in the page's language."""
    body = (TEXTS / f"{get_language()}.txt").read_text(encoding="utf-8")
    context = {"sections": read_sections(body), "sha256": digest_text(body)}
    return render(request, "public/notice.html", context)
