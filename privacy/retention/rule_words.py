"""A rule in plain words: what follows from it, with an example day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from privacy.models import Anchor, Approval, PeriodRule, RuleAction
from registry.law.calendar import add_months
from registry.law.retention import Purpose, PurposePeriod, purpose_period
from registry.seams.personal_data import registry_of_holdings

MONTHS_A_YEAR = 12
HISTORY = "_history"


@dataclass(frozen=True, kw_only=True)
class Example:
    """A period that begins on ``start``."""

    start: date
    last_day: date
    gone_on: date


def period_of(rule: PeriodRule, *, start: date, today: date) -> PurposePeriod:
    """The law's period for a purpose, with the months that the rule chose."""
    purpose = cast("Purpose", rule.slug)
    return purpose_period(purpose=purpose, start=start, today=today, months=rule.months)


def example_of(rule: PeriodRule, *, today: date) -> Example:
    """What a period that begins today, or at the end of its year or month, comes to."""
    start = today
    if rule.anchor == Anchor.FINANCIAL_YEAR:
        start = date(today.year, 12, 31)
    if rule.anchor == Anchor.LOGGED:
        start = add_months(today.replace(day=1), 1)
    last_day = period_of(rule, start=start, today=today).last_day
    gone_on = last_day + timedelta(days=1)
    return Example(start=start, last_day=last_day, gone_on=gone_on)


def months_in_words(months: int) -> str:
    """«15 years», «30 months»."""
    years, rest = divmod(months, MONTHS_A_YEAR)
    if rest or not years:
        return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
    return ngettext("%(n)s year", "%(n)s years", years) % {"n": years}


def what_happens(rule: PeriodRule) -> str:
    """The night after the last day, in a sentence."""
    return {
        RuleAction.DELETE: _("The night after its last day the data is deleted."),
        RuleAction.BLANK: _("The night after its last day the data is blanked."),
        RuleAction.TOKEN: _(
            "The night after the last day the person's name is taken out and a token "
            "that leads to nobody is left in its place; the order stays."
        ),
    }[RuleAction(rule.action)]


def who_is_meant(rule: PeriodRule) -> str:
    """Whose data, in a sentence."""
    return {
        Anchor.COLLECTION: _(
            "Everybody who never was in a customer relationship with us. Later "
            "contacts do not make the period longer."
        ),
        Anchor.RELATIONSHIP_END: _(
            "Customers and people of customer companies. The relationship ends by "
            "agreement, when the company is dissolved, when the person leaves it, or "
            "by silence, dated back to the last dealing."
        ),
        Anchor.LAST_TAKING_PART: _(
            "Everybody who never was in a customer relationship with us and with whom "
            "we have not been in touch: counted from the last contact the person took "
            "part in, or from collection if there was none."
        ),
        Anchor.OWN_DATE: _(
            "Each row by its own date, even while its person stays a customer."
        ),
        Anchor.ORDER_CLOSED: _(
            "Orders on which nothing is open: closed, archived or cancelled. An open "
            "order keeps what it needs."
        ),
        Anchor.FINANCIAL_YEAR: _(
            "Vouchers, counted from the end of the calendar year in which the "
            "financial year ended."
        ),
        Anchor.CASE_CLOSED: _(
            "Matters that are closed: answered requests, lifted restrictions, "
            "released holds. An open matter stays."
        ),
        Anchor.CONSENT_WITHDRAWN: _(
            "Consents that were withdrawn. A consent that stands goes with its person."
        ),
        Anchor.LOGGED: _("Each month of the log, once all of it is old enough."),
    }[Anchor(rule.anchor)]


def approval_in_words(rule: PeriodRule) -> str:
    """Who looks before anything goes."""
    if rule.approval == Approval.ONE:
        return _("One person approves the list before it is carried out.")
    if rule.approval == Approval.TWO_ABOVE:
        return _("One person approves the list; above %(n)s persons two people do.") % {
            "n": rule.two_above
        }
    return _("Carried out every night without asking.")


def covered_labels(rule: PeriodRule) -> list[Any]:
    """The bodies of data in words; earlier values go with what they were of."""
    labels = [
        holding.label
        for holding in registry_of_holdings
        if holding.key in rule.covers and not holding.key.endswith(HISTORY)
    ]
    return list(dict.fromkeys(labels))
