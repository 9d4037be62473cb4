"""The gate that privacy plugs in: facts in SQL, rules from one list."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from privacy.models import NoticeDelivery, Recipient
from privacy.services import consents, disclosures, notices, objections, suppressions
from registry.models import Person
from registry.seams.gate import Channel, Decision, Purpose

from .facts import facts_for
from .rules import DEFAULT, VERSION, Rule, rules_for

PREFIX = "gate_"
ANYBODY = -1_357_924_680
UNKNOWN = Decision(
    allowed=False, reason="unknown_person", rule="unknown_person", version=VERSION
)


class PrivacyGate:
    """Implements ``registry.seams.gate.Gate``."""

    def decide(
        self, *, person_id: int, purpose: Purpose, channel: Channel, on: date
    ) -> Decision:
        """The same query as ``permitted``, on one row."""
        statement, values = _statement(purpose, channel, on)
        with connection.cursor() as cursor:
            cursor.execute(statement, _for_person(values, person_id))
            found = cursor.fetchone()
        if found is None:
            return UNKNOWN
        return DEFAULT if found[0] < 0 else rules_for(purpose)[found[0]].decision

    def permitted(
        self, persons: QuerySet[Any], *, purpose: Purpose, channel: Channel, on: date
    ) -> QuerySet[Any]:
        """Those whose deciding rule says yes."""
        allowing = [i for i, rule in enumerate(rules_for(purpose)) if rule.allowed]
        judged = _judged(persons, purpose=purpose, channel=channel, on=on)
        return judged.filter(gate_rule__in=allowing)

    def screen(self, addresses: Collection[str]) -> set[str]:
        """Those on the suppression list."""
        return suppressions.screen_addresses(addresses)

    def record_objection(self, *, person_id: int, actor: Any, **details: Any) -> None:
        """See privacy.services.objections."""
        objections.record_objection(actor=actor, person_id=person_id, **details)

    def record_consent(self, *, person_id: int, actor: Any, **details: Any) -> None:
        """See privacy.services.consents."""
        consents.record_consent(actor=actor, person_id=person_id, **details)

    def withdraw_consent(self, *, person_id: int, actor: Any, **details: Any) -> None:
        """See privacy.services.consents."""
        consents.withdraw_consent(actor=actor, person_id=person_id, **details)

    def consents_of(self, *, person_id: int) -> Sequence[str]:
        """Topics she consents to now."""
        return consents.consents_of(person_id=person_id)

    def informed(self, *, person_id: int) -> bool:
        """Whether any version of the notice was given to her."""
        return NoticeDelivery.objects.filter(person=person_id).exists()

    def record_notice(self, *, person_id: int, **details: Any) -> None:
        """See privacy.services.notices."""
        notices.record_notice(person_ids=[person_id], **details)

    def record_disclosure(self, *, person_id: int, **details: Any) -> None:
        """See privacy.services.disclosures; ``recipient`` may be given by its name."""
        recipient = details.pop("recipient")
        if isinstance(recipient, str):
            recipient = Recipient.objects.get(name=recipient)
        details.setdefault("actor", None)
        disclosures.record_disclosure(
            recipient=recipient, person_ids=[person_id], **details
        )


def _judged(
    persons: QuerySet[Any], *, purpose: Purpose, channel: Channel, on: date
) -> QuerySet[Any]:
    """Annotates ``gate_rule``: the number of the first rule that holds, else −1."""
    rules = rules_for(purpose)
    facts = facts_for(purpose=purpose, channel=channel, on=on)
    named = {f"{PREFIX}{name}": facts[name] for name in facts_named(rules)}
    cases = [
        When(aliased(rule.when) or Q(pk__gt=0), then=Value(index))
        for index, rule in enumerate(rules)
    ]
    number = Case(*cases, default=Value(-1), output_field=IntegerField())
    judged: QuerySet[Any] = persons.alias(**named).annotate(gate_rule=number)
    return judged


@lru_cache(maxsize=64)
def _statement(
    purpose: Purpose, channel: Channel, on: date
) -> tuple[str, tuple[Any, ...]]:
    """The query of one row with ANYBODY in the place of the person's key. Django takes
    longer to write this statement than the database to answer it."""
    person = Person.objects.filter(pk=ANYBODY)
    judged = _judged(person, purpose=purpose, channel=channel, on=on)
    statement, values = judged.values_list("gate_rule").query.sql_with_params()
    return statement, tuple(values)


def _for_person(values: tuple[Any, ...], person_id: int) -> list[Any]:
    return [person_id if value == ANYBODY else value for value in values]


def facts_named(rules: Iterable[Rule]) -> set[str]:
    """Names of the facts that these rules ask about."""
    return {name for rule in rules for name, _value in _leaves(rule.when)}


def aliased(condition: Q) -> Q:
    """The condition over the aliased facts: no clash with what a queryset carries."""
    renamed = Q(_connector=condition.connector, _negated=condition.negated)
    for child in condition.children:
        part: Any = child
        if isinstance(part, Q):
            renamed.children.append(aliased(part))
        else:
            renamed.children.append((f"{PREFIX}{part[0]}", part[1]))
    return renamed


def _leaves(condition: Q) -> Iterator[tuple[str, Any]]:
    for child in condition.children:
        part: Any = child
        if isinstance(part, Q):
            yield from _leaves(part)
        else:
            yield part
