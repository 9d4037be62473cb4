"""Kinds of letters, and the acts of law that plans name, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from privacy.models.letter import LetterKind
from registry.seams.words import name_codes

name_codes(
    "law",
    {
        "Kirjanpitolaki 1336/1997 2:10": _("Accounting Act 1336/1997, ch. 2, sect. 10"),
        "ALVL 1501/1993 209n": _("VAT Act 1501/1993, sect. 209n"),
        "GDPR 15": _("GDPR Art. 15"),
        "GDPR 16": _("GDPR Art. 16"),
        "GDPR 17(1)": _("GDPR Art. 17(1)"),
        "GDPR 17(3)": _("GDPR Art. 17(3)"),
        "GDPR 17(3)(b)": _("GDPR Art. 17(3)(b)"),
        "GDPR 17(3)(e)": _("GDPR Art. 17(3)(e)"),
        "GDPR 18": _("GDPR Art. 18"),
        "GDPR 20": _("GDPR Art. 20"),
        "VanhL 728/2003": _("Act on Limitation of Debts 728/2003"),
        "GDPR 5(2)": _("GDPR Art. 5(2)"),
        "GDPR 5(2), 32": _("GDPR Art. 5(2), 32"),
    },
)
name_codes(
    "mail",
    {
        "recipient.notice": _("Notice to a recipient"),
        "recipient.reminder": _("Reminder to a recipient"),
        "incoming.stopped": _("Answer that marketing has stopped"),
        "incoming.taken": _("Answer that a mail has come"),
        "deadline.reminder": _("Reminder of a deadline"),
        "canary": _("Daily test of the mailbox"),
    },
)
name_codes("mail", {f"case.{kind.value}": kind.label for kind in LetterKind})
name_codes("mail", {"case.new_link": _("A new link to requests")})
