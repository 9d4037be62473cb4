"""What leaves by which rule, one query a stream: for forecasts and the coming days.

A stream reads the same clocks and rules as the executor. Rules whose anchor stands in
other rows (a withdrawal, a closed order, the log's partitions) have no stream: their
rows are counted on the night they are due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    DateField,
    DateTimeField,
    F,
    Func,
    Model,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import TruncDate
from django.utils import timezone

from privacy.models import PeriodRule
from privacy.models.rule_choices import Anchor
from privacy.retention.past.facts import CLOSED
from privacy.retention.past.own_dates import dated_holdings
from privacy.retention.rules import rules_in_force
from registry.law.calendar import add_months
from registry.law.retention import first_day_kept
from registry.models import PersonClock, Voucher
from registry.seams.personal_data import Holding, registry_of_holdings

ONE_DAY = timedelta(days=1)
PERSONS, VOUCHERS = "persons", "vouchers"
OF_PERSONS = (Anchor.COLLECTION, Anchor.RELATIONSHIP_END, Anchor.LAST_TAKING_PART)


@dataclass(frozen=True, kw_only=True)
class Stream:
    """Rows of a holding that one rule lets go. A row's last day is the date in
    ``date_field`` and ``months`` more; rows without that date have none yet."""

    rule: str
    holding: str
    model: type[Model]
    date_field: str
    months: int = 0
    only: Q = field(default_factory=Q)
    person_lookup: str = ""

    @property
    def key(self) -> str:
        """Names the stream in addresses."""
        return f"{self.rule}.{self.holding}"

    @property
    def rows(self) -> QuerySet[Any]:
        """All of them, whenever they leave."""
        return self.model._default_manager.filter(self.only)

    def last_day(self, row: Any) -> date:
        """The last day on which this row may be kept."""
        day = getattr(row, self.date_field)
        if isinstance(day, datetime):
            day = timezone.localtime(day).date()
        return add_months(day, self.months)

    def rows_between(self, first: date | None, last: date) -> QuerySet[Any]:
        """Rows whose last day is one of these, both included; by the field's index."""
        rows = self.rows.filter(
            **{f"{self.date_field}__lt": self._bound(last + ONE_DAY)}
        )
        if first:
            rows = rows.filter(**{f"{self.date_field}__gte": self._bound(first)})
        return rows

    def last_day_in_sql(self) -> Func:
        """The same date as an expression; a month's end meets the shorter month."""
        base: Any = (
            TruncDate(self.date_field) if self._is_moment else F(self.date_field)
        )
        return Func(
            base,
            Value(f"{self.months} months"),
            template="((%(expressions)s::interval)::date)",
            arg_joiner=" + ",
            output_field=DateField(),
        )

    @property
    def _is_moment(self) -> bool:
        return isinstance(self.model._meta.get_field(self.date_field), DateTimeField)

    def _bound(self, day: date) -> Any:
        """The first value whose last day is not before ``day``."""
        first = first_day_kept(day, months=self.months)
        if self._is_moment:
            return timezone.make_aware(datetime.combine(first, time.min))
        return first


def streams() -> list[Stream]:
    """Every stream of the rules in force, persons first. Where two rules let the same
    rows go, the shorter one is there first."""
    found = [stream for rule in rules_in_force() for stream in _streams_of(rule)]
    of_persons = [stream for stream in found if stream.holding == PERSONS]
    others: dict[str, Stream] = {}
    for stream in found:
        known = others.get(stream.holding, stream)
        others[stream.holding] = min(stream, known, key=lambda one: one.months)
    others.pop(PERSONS, None)
    return [*of_persons, *others.values()]


def _streams_of(rule: PeriodRule) -> Iterator[Stream]:
    if rule.anchor in OF_PERSONS and PERSONS in rule.covers:
        yield Stream(
            rule=rule.slug,
            holding=PERSONS,
            model=PersonClock,
            date_field="last_day",
            only=Q(rule=rule.slug),
            person_lookup="pk",
        )
    if rule.anchor == Anchor.FINANCIAL_YEAR and VOUCHERS in rule.covers:
        yield Stream(
            rule=rule.slug, holding=VOUCHERS, model=Voucher, date_field="kept_until"
        )
    for holding in _with_clock(rule):
        dated = {f"{holding.clock}__isnull": False}
        yield Stream(
            rule=rule.slug,
            holding=holding.key,
            model=holding.model,
            date_field=str(holding.clock),
            months=rule.months,
            only=(holding.condition or Q()) & Q(**dated),
            person_lookup=holding.person_lookup,
        )


def _with_clock(rule: PeriodRule) -> list[Holding]:
    """Those whose rows stand on a date of their own. Links go with what they link, and
    old values with the row whose they are."""
    if rule.anchor == Anchor.CASE_CLOSED:
        return [registry_of_holdings[key] for key in CLOSED if key in rule.covers]
    if rule.anchor != Anchor.OWN_DATE:
        return []
    links = {_link_of(h) for h in registry_of_holdings if h.depth > 1 and h.shared}
    return [
        holding
        for holding in dated_holdings(rule)
        if holding.model not in links and not _is_history(holding)
    ]


def _is_history(holding: Holding) -> bool:
    return any(f.name == "pgh_obj" for f in holding.model._meta.concrete_fields)


def _link_of(holding: Holding) -> Any:
    """The model that names the people of a shared holding."""
    model: Any = holding.model
    for step in holding.person_path.split("__")[:-1]:
        model = model._meta.get_field(step).related_model
    return model
