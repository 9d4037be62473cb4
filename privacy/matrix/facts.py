"""A person's facts as the law of erasure asks for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from privacy.models import Case, ConsentEvent, Disclosure, RestrictionGround
from privacy.models.case_choices import CaseKind, IdentityMethod
from registry.choices import PersonKind
from registry.law.erasure import Facts, Hold, Purchase, Subject, Wish
from registry.models import Company, Order, Person, PersonGuard
from registry.seams.personal_data import registry_of_holdings
from registry.seams.personal_data.rows import rows_of
from registry.services.holding_back import held_rows
from registry.services.open_invoices import is_unpaid, orders_of

WISHES: Final[dict[str, Wish]] = {
    CaseKind.ERASURE: "erasure",
    CaseKind.OBJECTION: "object_21_1",
    CaseKind.MARKETING_OBJECTION: "object_direct_marketing",
    CaseKind.CONSENT_WITHDRAWAL: "withdraw_consent",
}
NOTE: Final = "note"
DEALINGS: Final = "interactions"
DEALT_WITH: Final = ("business_events", "company_events")
"""What makes somebody more than an address for marketing: business was done."""
KNOWN_BY: Final = (*DEALT_WITH, "positions", "participants", "follow_ups")


def facts_of_case(case: Case, *, on: date) -> Facts:
    """What the request and the rows of its person say on that day."""
    identified = case.identity_method not in ("", IdentityMethod.CODE_ONLY)
    if case.person_id is None:
        return Facts(subject="unknown_sender", identified=identified, today=on)
    return facts_of(
        case.person_id, wish=WISHES[case.kind], on=on, identified=identified
    )


def facts_of(
    person_id: int,
    *,
    wish: Wish = "erasure",
    on: date,
    identified: bool = True,
    grounds_override: bool | None = None,
    ground: str = "",
) -> Facts:
    """What the rows of this person say on that day.

    grounds_override: the balance of an objection under 21(1), as far as it is known.
    ground: what a restriction is asked for on (18(1))."""
    orders = list(orders_of(person_id).select_related("voucher"))
    subject = subject_of(person_id, orders)
    return Facts(
        subject=subject,
        today=on,
        wish=wish,
        orders=[purchase_of(order) for order in orders],
        hold=_hold_of(person_id),
        only_marketing=subject == "prospect" and not _has_any(person_id, DEALT_WITH),
        grounds_override=grounds_override,
        wants_restriction=ground == RestrictionGround.UNLAWFUL,
        identified=identified,
        recipients=_recipients_of(person_id),
    )


def purchase_of(order: Order) -> Purchase:
    """An order by what it obliges to."""
    voucher = getattr(order, "voucher", None)
    return Purchase(
        invoice_open=is_unpaid(order),
        financial_year_end=voucher.financial_year_end if voucher else None,
    )


def subject_of(person_id: int, orders: list[Order]) -> Subject:
    """Who she is to us (C.5)."""
    if Company.objects.filter(proprietor=person_id).exists():
        return "sole_trader"
    person = Person.objects.get(pk=person_id)
    if person.private_customer or any(o.buyer_person_id == person_id for o in orders):
        return "private_customer"
    if orders or person.kind == PersonKind.CUSTOMER:
        return "company_contact"
    is_subscriber = ConsentEvent.objects.filter(person=person_id).exists()
    return (
        "newsletter_subscriber"
        if is_subscriber and not _has_any(person_id, KNOWN_BY)
        else "prospect"
    )


def _has_any(person_id: int, keys: Iterable[str]) -> bool:
    return any(rows_of(registry_of_holdings[key], [person_id]).exists() for key in keys)


def _hold_of(person_id: int) -> Hold | None:
    if not PersonGuard.objects.filter(person_id=person_id, held=True).exists():
        return None
    holding = registry_of_holdings[DEALINGS]
    held = rows_of(holding, [person_id]).filter(held_rows(holding))
    kinds = set(held.values_list("kind", flat=True))
    words = (
        ("notes", NOTE in kinds),
        ("correspondence", bool(kinds - {NOTE})),
    )
    return Hold(scope=tuple(word for word, there in words if there))


def _recipients_of(person_id: int) -> tuple[str, ...]:
    names = Disclosure.objects.filter(person=person_id).order_by("recipient__name")
    return tuple(dict.fromkeys(names.values_list("recipient__name", flat=True)))
