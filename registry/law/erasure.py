"""What a request to be erased, forgotten or left alone comes to (Art. 17, 18, 19, 21).

One decision from a person's facts: what goes, what a duty keeps, restricted or in the
archive, until which day or event, and who is told. The words are those of the law sheet
(C.5); the plan of a case maps them to rows (privacy/matrix/).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from registry.law.accounting import books_last_day, voucher_last_day

Subject = Literal[
    "prospect",
    "company_contact",
    "sole_trader",
    "private_customer",
    "newsletter_subscriber",
    "unknown_sender",
]
Wish = Literal["erasure", "object_direct_marketing", "object_21_1", "withdraw_consent"]
Decision = Literal[
    "ask_identity",
    "erase",
    "erase_live",
    "erase_with_statutory_exception",
    "partly_refuse",
    "process",
    "restrict",
    "restrict_pending_assessment",
    "stop_marketing",
]
Words = tuple[str, ...]

EVERYTHING: Final[Words] = (
    "name",
    "title",
    "email",
    "phone",
    "address",
    "notes",
    "segments",
    "web_ids",
)
NEWSLETTER: Final[Words] = ("email", "name", "segments")
PROFILE: Final[Words] = ("segments", "web_ids")
"""What no duty ever keeps."""
CONTACT_REF: Final = "order.contact_ref"
PRINTED_NAME: Final = "voucher.reference_person_as_printed"
ON_COMPANY_VOUCHER: Final[Words] = (
    "voucher.buyer_company_name",
    "voucher.buyer_address",
    "voucher.business_id",
    "voucher.lines",
    PRINTED_NAME,
)
ON_OWN_VOUCHER: Final[Words] = (
    "voucher.name",
    "voucher.address",
    "voucher.business_id",
    "voucher.lines",
)
CLAIM_NEEDS: Final[Words] = ("name", "email", "phone")
HOLD_NEEDS: Final[Words] = ("name", "email")
CLAIM_KEEPS: Final[Words] = ("voucher", "claim_correspondence")
HOLDABLE: Final[Words] = ("notes", "correspondence")
CHOICE_KEPT: Final = "proof and respect of the choice"
IDENTITY_CLOCK: Final = "see dsr_identity_pause"
BUYS_ITSELF: Final = frozenset({"sole_trader", "private_customer"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """An order by its dates. ``invoice_open``: something of it is still unpaid."""

    invoice_open: bool
    financial_year_end: date | None

    def kept_until(self) -> date | None:
        """Last day of its voucher (KPL 2:10, ALVL 209n); None where none was made."""
        end = self.financial_year_end
        return voucher_last_day(end) if end else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Legal holds in force, as one. ``scope``: which of notes and correspondence."""

    scope: Collection[str] = HOLDABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the decision depends on, and nothing else.

    grounds_override: the outcome of the balancing of 21(1); None while it is open.
    wants_restriction: 18(1)(b), instead of erasing what was collected unlawfully.
    """

    subject: Subject
    today: date | None = None
    wish: Wish = "erasure"
    orders: Sequence[Purchase] = ()
    hold: Hold | None = None
    only_marketing: bool = False
    grounds_override: bool | None = None
    wants_restriction: bool = False
    identified: bool = True
    recipients: Words = ()
    in_backups: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The answer. ``kept_until`` is the last day of the longest voucher; ``review_when``
    the event after which the rest is decided anew, by itself."""

    decision: Decision
    deleted: Words = ()
    anonymised: Words = ()
    restricted: Words = ()
    kept: Words = ()
    kept_until: date | None = None
    review_when: Literal["invoice_settled", "hold_released"] | None = None
    books_outside_crm_until: date | None = None
    kept_reason: str | None = None
    erasure: bool = True
    inform_12_4: bool = False
    inform_subject: bool = True
    suppression: Literal["offer", "set"] | None = None
    notify: Words = ()
    notify_recipients: bool = True
    list_given_if_asked: bool = True
    clock: str | None = None
    backup: Literal["expires_by_rotation"] = "expires_by_rotation"
    erasure_ledger: Literal["pseudonymous_key_only"] = "pseudonymous_key_only"

    @property
    def person_stays(self) -> bool:
        """Whether a duty keeps her identity, restricted, beyond the vouchers."""
        return bool(self.restricted) or self.decision == "stop_marketing"


def decide_erasure(facts: Facts) -> Outcome:
    """What happens to the data of this person (C.5). First who asks, then what she
    wants, then what keeps it: a hold, an open invoice, the voucher period."""
    if not facts.identified:
        return _untouched("ask_identity", clock=IDENTITY_CLOCK)
    if facts.wants_restriction:
        return _untouched("restrict", restricted=("all",))
    if facts.wish == "object_21_1" and facts.grounds_override is not False:
        return _objected(facts)
    if _only_stops_marketing(facts):
        return _stop_marketing(facts)
    return _erase(facts)


def _untouched(
    decision: Decision,
    *,
    restricted: Words = (),
    clock: str | None = None,
    inform_12_4: bool = False,
) -> Outcome:
    return Outcome(
        decision=decision,
        restricted=restricted,
        clock=clock,
        erasure=False,
        inform_12_4=inform_12_4,
        notify_recipients=bool(restricted),
    )


def _objected(facts: Facts) -> Outcome:
    """Restricted while the balance is open (18(1)(d)); where our grounds override,
    she is told why, and where to complain."""
    if facts.grounds_override is None:
        pending = ("all_legitimate_interest_data",)
        return _untouched("restrict_pending_assessment", restricted=pending)
    return _untouched("partly_refuse", inform_12_4=True)


def _only_stops_marketing(facts: Facts) -> bool:
    """17(1)(b) and (c) erase only what nothing else carries."""
    carried = not facts.only_marketing and facts.subject != "newsletter_subscriber"
    return carried and facts.wish in ("object_direct_marketing", "withdraw_consent")


def _stop_marketing(facts: Facts) -> Outcome:
    """An objection is respected for ever; a withdrawn consent ends one consent."""
    bought = facts.subject != "prospect" or bool(facts.orders)
    return Outcome(
        decision="stop_marketing",
        deleted=("segments",),
        kept=("name", "email", "orders") if bought else ("name", "email"),
        suppression="set" if facts.wish == "object_direct_marketing" else None,
        erasure=False,
    )


def _erase(facts: Facts) -> Outcome:
    is_open = any(order.invoice_open for order in facts.orders)
    vouchers = _voucher_days(facts)
    return Outcome(
        decision=_decision(facts, stopped=is_open or bool(facts.hold), kept=vouchers),
        deleted=_deleted(facts, is_open=is_open, kept=bool(vouchers)),
        anonymised=_anonymised(facts),
        restricted=_restricted(facts, is_open=is_open),
        kept=_kept(facts, is_open=is_open, kept=bool(vouchers)),
        kept_until=max(vouchers, default=None),
        review_when=_review(facts, is_open=is_open),
        books_outside_crm_until=_books(facts),
        kept_reason=CHOICE_KEPT if facts.wish == "withdraw_consent" else None,
        inform_12_4=is_open or bool(facts.hold) or bool(vouchers),
        suppression="offer" if facts.wish == "erasure" else "set",
        notify=tuple(facts.recipients),
    )


def _decision(facts: Facts, *, stopped: bool, kept: Collection[date]) -> Decision:
    if stopped:
        return "partly_refuse"
    if kept:
        return "erase_with_statutory_exception"
    return "erase_live" if facts.in_backups else "erase"


def _deleted(facts: Facts, *, is_open: bool, kept: bool) -> Words:
    if facts.hold or is_open:
        gone = _deleted_in_part(facts, is_open=is_open)
    elif kept and facts.subject in BUYS_ITSELF:
        own = tuple(w for w in EVERYTHING if w not in ("name", "title", "address"))
        gone = (*own, "delivery_address_not_on_voucher")
    elif kept:
        gone = tuple(w for w in EVERYTHING if w not in ("name", "address"))
    elif facts.subject == "newsletter_subscriber":
        return NEWSLETTER
    else:
        gone = EVERYTHING
    return (*gone, PRINTED_NAME) if _old_name_goes(facts, kept=kept) else gone


def _deleted_in_part(facts: Facts, *, is_open: bool) -> Words:
    """What neither the claim nor the hold needs."""
    gone = list(PROFILE)
    scope = facts.hold.scope if facts.hold else ()
    if facts.hold and facts.subject not in BUYS_ITSELF:
        gone.append("title")
    if "notes" not in scope:
        gone.append("notes_not_about_claim" if is_open else "notes")
    return tuple(gone)


def _old_name_goes(facts: Facts, *, kept: bool) -> bool:
    """The name printed on vouchers whose period is over; said once, where no younger
    voucher keeps it."""
    if facts.subject in BUYS_ITSELF or kept:
        return False
    return any(_is_over(order, facts.today) for order in facts.orders)


def _anonymised(facts: Facts) -> Words:
    """A contact is cut from every order that is not itself in dispute."""
    settled = any(not order.invoice_open for order in facts.orders)
    return (CONTACT_REF,) if settled and facts.subject not in BUYS_ITSELF else ()


def _restricted(facts: Facts, *, is_open: bool) -> Words:
    needed = CLAIM_NEEDS if is_open else HOLD_NEEDS if facts.hold else ()
    scope = facts.hold.scope if facts.hold else ()
    return (*needed, *(f"{word}_in_scope" for word in HOLDABLE if word in scope))


def _kept(facts: Facts, *, is_open: bool, kept: bool) -> Words:
    if is_open:
        return CLAIM_KEEPS
    own = facts.subject in BUYS_ITSELF
    vouchers = ON_OWN_VOUCHER if own else ON_COMPANY_VOUCHER
    return (*(vouchers if kept else ()), *_choice(facts.wish))


def _choice(wish: Wish) -> Words:
    """What is left so that her choice is respected, and can be proved."""
    if wish == "withdraw_consent":
        return ("suppression_hash", "consent_event_without_address")
    return ("suppression_hash",) if wish == "object_direct_marketing" else ()


def _review(
    facts: Facts, *, is_open: bool
) -> Literal["invoice_settled", "hold_released"] | None:
    """Where both stand, the hold: it is the wider of the two. The plan looks again at
    either event."""
    if facts.hold:
        return "hold_released"
    return "invoice_settled" if is_open else None


def _books(facts: Facts) -> date | None:
    """Last day of the books over vouchers that are gone; they are not in the CRM."""
    ends = [o.financial_year_end for o in facts.orders if _is_over(o, facts.today)]
    return max((books_last_day(end) for end in ends if end), default=None)


def _voucher_days(facts: Facts) -> list[date]:
    """Last days of the vouchers that the statute still keeps."""
    days = (order.kept_until() for order in facts.orders)
    return [day for day in days if day and _runs(day, facts.today)]


def _runs(day: date, today: date | None) -> bool:
    """A voucher may exist on its last day."""
    return today is None or day >= today


def _is_over(order: Purchase, today: date | None) -> bool:
    day = order.kept_until()
    return day is not None and not order.invoice_open and not _runs(day, today)


def decide_thread(*, invoice_paid: bool) -> Outcome:
    """Letters about an invoice are no accounting material (ombudsman 4359/163/2018):
    they go, unless the claim is still open and needs them (17(3)(e))."""
    if invoice_paid:
        return Outcome(decision="erase", deleted=("email_thread",), kept=("voucher",))
    return Outcome(
        decision="partly_refuse",
        kept=CLAIM_KEEPS,
        review_when="invoice_settled",
        inform_12_4=True,
    )


@dataclass(frozen=True, slots=True)
class Reception:
    """How a request is met before anybody looks at the person."""

    decision: Decision
    needs_reason: bool
    needs_written_form: bool


def receive_erasure(_reason: str | None = None) -> Reception:
    """Any way of asking will do, and nobody is asked why (Art. 12(2), 17; ombudsman
    6097/161/21, 8422/161/21)."""
    return Reception("process", needs_reason=False, needs_written_form=False)
