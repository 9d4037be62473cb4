"""The matrix in words: what is kept, on which act, and how long."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from privacy.models import Duty
from privacy.services.statutes import DUTIES
from registry.seams.personal_data import registry_of_holdings
from registry.seams.words import words_of

GIVEN, CORRECTED, WEIGHED, RESTRICTED, GONE, HELD_BACK, ARCHIVED, STAYING = range(8)
GROUPS: Final = {
    GIVEN: _("Is given"),
    CORRECTED: _("Is corrected"),
    WEIGHED: _("Is weighed"),
    RESTRICTED: _("Is restricted"),
    GONE: _("Is erased"),
    HELD_BACK: _("Is kept, restricted, until a duty ends"),
    ARCHIVED: _("Is kept in the archive until a day that a law sets"),
    STAYING: _("Stays as it is"),
}


def _labels(keys: Iterable[str]) -> str:
    """Names of holdings as the letters and pages call them, each once."""
    labels = (
        str(registry_of_holdings[key].label)
        for key in keys
        if "history_of" not in registry_of_holdings[key].extra
    )
    return ", ".join(dict.fromkeys(labels))


def _act(duty: str) -> str:
    acts = DUTIES[Duty(duty)]
    return "; ".join(words_of("law", act) for act in acts.split("; "))


labels_of = lazy(_labels, str)
act_of = lazy(_act, str)


def decision_of(decision: str) -> str:
    """The law's decision, as the officer reads it."""
    return str(DECISIONS.get(decision, decision))


DECISIONS = {
    "ask_identity": _("Ask first who asks: identity has not been shown (Art. 12(6))."),
    "erase": _("Everything is erased (Art. 17(1))."),
    "erase_live": _("Everything is erased; backups run out by rotation (Art. 17)."),
    "erase_with_statutory_exception": _(
        "Everything is erased but the vouchers that accounting law keeps (Art. 17(3)(b))."
    ),
    "partly_refuse": _(
        "A part stays, restricted, until the duty that keeps it ends (Art. 17(3), 12(4))."
    ),
    "restrict": _("Restricted in place of being erased (Art. 18(1)(b))."),
    "restrict_pending_assessment": _(
        "Restricted until the balance has been struck (Art. 18(1)(d))."
    ),
    "stop_marketing": _("Marketing stops; nothing is erased (Art. 21(3))."),
}
