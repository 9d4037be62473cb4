"""The sidebar: what each role finds where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Item:
    """One link: shown to those who have the permission, once its page exists."""

    title: Any
    icon: str
    url_name: str
    permission: str = ""


@dataclass(frozen=True)
class Section:
    """A heading with its links; left out where no link is shown."""

    title: Any
    items: tuple[Item, ...]


SECTIONS = (
    Section(
        _("Today"),
        (
            Item(_("Start page"), "home", "admin:index"),
            Item(
                _("Follow-ups"),
                "task_alt",
                "admin:contacts_followup_changelist",
                "contacts.view_followup",
            ),
        ),
    ),
    Section(
        _("Customers"),
        (
            Item(
                _("Persons"),
                "person",
                "admin:registry_person_changelist",
                "registry.view_person",
            ),
            Item(
                _("Companies"),
                "apartment",
                "admin:registry_company_changelist",
                "registry.view_company",
            ),
            Item(
                _("Orders"),
                "receipt_long",
                "admin:registry_order_changelist",
                "registry.view_order",
            ),
            Item(
                _("Monthly figures"),
                "bar_chart",
                "admin:registry_monthlyfigure_changelist",
                "registry.view_monthlyfigure",
            ),
        ),
    ),
    Section(
        _("Dealings"),
        (
            Item(
                _("Contacts and notes"),
                "forum",
                "admin:contacts_interaction_changelist",
                "contacts.view_interaction",
            ),
        ),
    ),
    Section(
        _("Import"),
        (
            Item(
                _("Imports"),
                "upload_file",
                "admin:registry_importrun_changelist",
                "registry.view_importrun",
            ),
            Item(
                _("Partners"),
                "handshake",
                "admin:registry_partner_changelist",
                "registry.view_partner",
            ),
        ),
    ),
    Section(
        _("Data protection"),
        (
            Item(
                _("Compliance"),
                "shield",
                "admin:compliance",
                "privacy.view_activity",
            ),
            Item(
                _("Requests"),
                "inbox",
                "admin:privacy_case_changelist",
                "privacy.view_case",
            ),
            Item(
                _("Incoming mail"),
                "mail",
                "admin:privacy_incomingmail_changelist",
                "privacy.view_incomingmail",
            ),
            Item(
                _("Retention"),
                "auto_delete",
                "admin:privacy_retentionrun_changelist",
                "privacy.view_retentionrun",
            ),
            Item(
                _("Rules of retention"),
                "rule",
                "admin:privacy_periodrule_changelist",
                "privacy.view_periodrule",
            ),
            Item(
                _("Automatic rules"),
                "smart_toy",
                "admin:automated_rules",
                "privacy.view_activity",
            ),
            Item(
                _("Legal holds"),
                "gavel",
                "admin:privacy_legalhold_changelist",
                "privacy.view_legalhold",
            ),
        ),
    ),
    Section(
        _("Administration"),
        (
            Item(
                _("Staff"),
                "badge",
                "admin:registry_staff_changelist",
                "registry.view_staff",
            ),
            Item(
                _("Audit trail"),
                "history",
                "admin:registry_auditentry_changelist",
                "registry.view_auditentry",
            ),
        ),
    ),
)


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """The sections in unfold's shape, for this user."""
    shown = ((s.title, _links(request, s.items)) for s in SECTIONS)
    return [{"title": title, "items": items} for title, items in shown if items]


def _links(request: HttpRequest, items: tuple[Item, ...]) -> list[dict[str, Any]]:
    links = []
    for item in items:
        url = _url_of(item.url_name)
        if url and (not item.permission or request.user.has_perm(item.permission)):
            links.append(
                {
                    "title": item.title,
                    "icon": item.icon,
                    "link": url,
                    "active": _is_active(request.path, url),
                }
            )
    return links


def _is_active(path: str, url: str) -> bool:
    return path == url if url == reverse("admin:index") else path.startswith(url)


def _url_of(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
