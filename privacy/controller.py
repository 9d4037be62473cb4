"""Who the controller is, once: pages, letters and packages print this (P57, P58)."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OfficerRole(TextChoices):
    """One office in every language version; never both (law sheet S12)."""

    DATA_PROTECTION_OFFICER = "data_protection_officer", _("Data protection officer")
    CONTACT_PERSON = "contact_person", _("Contact person for data protection")


@dataclass(frozen=True, kw_only=True)
class Controller:
    """Name and contact details of the controller and its officer (Art. 13(1)(a)–(b)).

    ``business_id`` and ``phone`` are empty until the controller supplies them.
    """

    name: str
    street: str
    town: str
    email: str
    phone: str
    business_id: str
    officer_name: str
    officer_email: str
    officer_phone: str
    officer_role: str

    @property
    def officer_title(self) -> str:
        """The officer's office in the active language."""
        return str(OfficerRole(self.officer_role).label)


@dataclass(frozen=True, kw_only=True)
class Authority:
    """The supervisory authority; checked against its own page every quarter (C.18)."""

    street: str = "Lintulahdenkuja 4, 00530 Helsinki"
    post: str = "PL 800, 00531 Helsinki"
    phone: str = "029 566 6700"
    email: str = "tietosuoja@om.fi"

    @property
    def name(self) -> str:
        """Its name in the active language."""
        return str(_("Office of the Data Protection Ombudsman"))

    @property
    def url(self) -> str:
        """Its front page: the one address that outlives a change of its site."""
        return "https://tietosuoja.fi/"


def controller() -> Controller:
    """The controller as configured."""
    return Controller(**settings.CONTROLLER)


def authority() -> Authority:
    """The supervisory authority."""
    return Authority()
