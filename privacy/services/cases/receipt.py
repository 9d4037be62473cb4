"""That a request reached us, told at once to whoever made it (Art. 12(2)–(3))."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from privacy.letters import send_letter
from privacy.models import Case, CaseLetter, LetterKind

from .identity import shows_identity
from .links import issue_case_link, issue_confirmation_link


def send_receipt(
    case: Case,
    *,
    attachments: Sequence[Sequence[Any]] = (),
    cut: bool = False,
) -> CaseLetter:
    """Queue the receipt of a request that came without the web form, in the caller's
    transaction; without an address it waits to be printed, and has no link.

    Somebody who has shown who she is gets the link to her request. Anybody else gets a
    link that shows control of the address first. The words are the same whether the
    address is on file or not.
    """
    said = {"taken": True, "attachments": attachments, "cut": cut}
    return send_letter(case, LetterKind.RECEIPT, context=said | _way_on(case))


def _way_on(case: Case) -> dict[str, Any]:
    if not case.email:
        return {"on_paper": True}
    if shows_identity(case.identity_method):
        return {"link": issue_case_link(case)}
    return {"confirm_link": issue_confirmation_link(case)}
