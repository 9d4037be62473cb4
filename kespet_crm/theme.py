"""How the staff's admin looks (django-unfold reads this as settings.UNFOLD)."""

from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Kespet CRM",
    "SITE_HEADER": "Kespet CRM",
    "SITE_SUBHEADER": _("Customer and prospect register"),
    "SITE_URL": None,
    "SITE_ICON": lambda _request: static("kespet/mark.svg"),
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda _request: static("kespet/mark.svg"),
        }
    ],
    "THEME": "light",
    "BORDER_RADIUS": "8px",
    "SHOW_LANGUAGES": True,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_HISTORY": False,
    "STYLES": [lambda _request: static("kespet/desk.css")],
    "SCRIPTS": [lambda _request: static("kespet/desk.js")],
    "SIDEBAR": {"navigation": "kespet_crm.navigation.sidebar"},
    "COLORS": {
        "base": {
            "50": "oklch(98.6% .003 200)",
            "100": "oklch(96.6% .005 200)",
            "200": "oklch(92.4% .008 205)",
            "300": "oklch(86% .012 210)",
            "400": "oklch(66% .02 215)",
            "500": "oklch(51% .024 220)",
            "600": "oklch(43% .027 222)",
            "700": "oklch(36% .03 224)",
            "800": "oklch(27.5% .03 226)",
            "900": "oklch(21% .03 228)",
            "950": "oklch(14% .025 230)",
        },
        "primary": {
            "50": "oklch(97.3% .016 195)",
            "100": "oklch(94% .035 195)",
            "200": "oklch(88.5% .06 195)",
            "300": "oklch(80% .085 196)",
            "400": "oklch(68% .098 198)",
            "500": "oklch(55% .092 200)",
            "600": "oklch(46.5% .08 203)",
            "700": "oklch(40% .07 206)",
            "800": "oklch(34% .058 209)",
            "900": "oklch(28.5% .046 212)",
            "950": "oklch(21% .036 215)",
        },
        "font": {
            "subtle-light": "var(--color-base-500)",
            "default-light": "var(--color-base-700)",
            "important-light": "var(--color-base-900)",
        },
    },
}
