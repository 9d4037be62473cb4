"""What every public page prints: controller, authority, menu, language switch."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from privacy.controller import Authority, Controller, authority, controller
from privacy.notice.obligations import obliged_fields
from registry.seams.personal_data import Obligation

register = template.Library()

OWN_NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}
MENU = (
    ("privacy:notice", _("Privacy notice")),
    ("privacy:request", _("Use your rights")),
    ("privacy:cookies", _("Cookies")),
    ("contacts:letters", _("Newsletters")),
    ("contacts:contact", _("Contact us")),
)


@register.simple_tag(name="controller")
def controller_tag() -> Controller:
    """The controller; touches no database, so that error pages can print it too."""
    return controller()


@register.simple_tag(name="authority")
def authority_tag() -> Authority:
    """The supervisory authority."""
    return authority()


@register.simple_tag(name="obligations")
def obligations_tag() -> list[dict[str, Any]]:
    """Why data must be given, what follows if not, and which (Art. 13(2)(e), P35)."""
    return [
        {
            "label": one.label,
            "consequence": one.consequence,
            "fields": obliged_fields(one),
        }
        for one in Obligation
    ]


@register.simple_tag(takes_context=True)
def language_links(context: dict[str, Any]) -> list[dict[str, Any]]:
    """The same page in every language; on a page without one, the notice."""
    request: HttpRequest | None = context.get("request")
    path = request.path if request else ""
    return [
        {
            "code": code,
            "name": OWN_NAMES[code],
            "url": _in_language(path, code),
            "current": code == get_language(),
        }
        for code, _name in settings.LANGUAGES
    ]


@register.simple_tag(takes_context=True)
def menu_links(context: dict[str, Any]) -> list[dict[str, Any]]:
    """Public pages that exist in this build."""
    request: HttpRequest | None = context.get("request")
    here = request.path if request else ""
    return [
        {"label": label, "url": url, "current": url == here}
        for name, label in MENU
        if (url := _url_of(name))
    ]


def _in_language(path: str, code: str) -> str:
    translated = translate_url(path, code) if path else ""
    if translated.startswith(f"/{code}/"):
        return translated
    with override(code):
        return _url_of("privacy:notice")


def _url_of(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
