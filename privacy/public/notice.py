"""The notice in force, its versions, and what changed between them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from privacy.models import NoticeText, NoticeVersion
from privacy.notice.difference import differences_between
from privacy.notice.structure import read_sections


@require_safe
def show_notice(request: HttpRequest) -> HttpResponse:
    """The notice in force, in the page's language."""
    version = NoticeVersion.objects.in_force(timezone.localdate())
    if version is None:
        raise Http404
    return _show(request, version, in_force=True)


@require_safe
def show_version(request: HttpRequest, number: int) -> HttpResponse:
    """One version, in force or not."""
    version = get_object_or_404(NoticeVersion, number=number)
    current = NoticeVersion.objects.in_force(timezone.localdate())
    return _show(request, version, in_force=version == current)


@require_safe
def list_versions(request: HttpRequest) -> HttpResponse:
    """Every version with its hash in this language, newest first."""
    texts = NoticeText.objects.filter(language=get_language()).select_related("version")
    context = {
        "texts": texts.order_by("-version__number"),
        "current": NoticeVersion.objects.in_force(timezone.localdate()),
    }
    return render(request, "public/versions.html", context)


@require_safe
def show_difference(request: HttpRequest, number: int) -> HttpResponse:
    """What version ``number`` changed in the one before it."""
    new = _text_of(number)
    old = _text_of(number - 1)
    context = {
        "old": old.version,
        "new": new.version,
        "pieces": differences_between(old.body, new.body),
    }
    return render(request, "public/difference.html", context)


def _show(
    request: HttpRequest, version: NoticeVersion, *, in_force: bool
) -> HttpResponse:
    text = _text_of(version.number)
    context = {
        "version": version,
        "text": text,
        "sections": read_sections(text.body),
        "in_force": in_force,
    }
    return render(request, "public/notice.html", context)


def _text_of(number: int) -> NoticeText:
    return get_object_or_404(
        NoticeText.objects.select_related("version"),
        version__number=number,
        language=get_language(),
    )
