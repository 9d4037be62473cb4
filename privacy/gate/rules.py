"""The rules: in order, the first whose condition holds decides; none holding, no.

A condition is a ``Q`` over named facts. ``facts.py`` says what each fact is in SQL;
``answer_facts`` takes the same facts as plain values. Law sheet C.12 and C.6.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from registry.seams.gate import Decision, Purpose

VERSION = "2026-11-22.2"
DEFAULT = Decision(allowed=False, reason="no_rule", rule="default", version=VERSION)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """When ``when`` holds: the answer, its machine reason, and the law behind it."""

    name: str
    reason: str
    allowed: bool
    when: Q
    law: str

    @property
    def decision(self) -> Decision:
        """The answer this rule gives."""
        return Decision(
            allowed=self.allowed, reason=self.reason, rule=self.name, version=VERSION
        )


def no(reason: str, when: Q, law: str, *, name: str = "") -> Rule:
    """A rule that refuses."""
    return Rule(name=name or reason, reason=reason, allowed=False, when=when, law=law)


def yes(reason: str, when: Q, law: str, *, name: str = "") -> Rule:
    """A rule that permits."""
    return Rule(name=name or reason, reason=reason, allowed=True, when=when, law=law)


ALWAYS = Q()
SAYING = Q(email=True) | Q(sms=True)
"""Channels of the existing-customer exception; automatic calls are not among them."""
ELECTRONIC = SAYING | Q(robocall=True)
HUMAN = Q(phone=True) | Q(post=True)
CONTACTING = ELECTRONIC | HUMAN
SOFT_OPT_IN = Q(
    customer=True,
    address_from_sale=True,
    own_similar_products=True,
    refusal_offered_at_collection=True,
    refusal_in_every_message=True,
)

RESTRICTED = no("restricted_18_2", Q(restricted=True), "GDPR 18(2)")
UNREACHABLE = no("no_contact_data", CONTACTING & Q(reachable=False), "C.12(1)")
GUESSED = no("inaccurate_source", Q(guessed_address=True), "GDPR 5(1)(d)")
OWN_GROUNDS = no("objection_21_1", Q(objected_own_grounds=True), "GDPR 21(1)")
UNINFORMED = no("not_informed", Q(informed=False, carries_notice=False), "GDPR 13, 14")

MARKETING: Sequence[Rule] = (
    no("no_channel", ~CONTACTING, "C.12"),
    UNREACHABLE,
    GUESSED,
    RESTRICTED,
    yes("service_message", Q(promotes=False), "Not direct marketing; C-654/23"),
    no("objection_21_2", Q(objected=True), "GDPR 21(2)–(3)"),
    no("suppressed", Q(suppressed=True), "GDPR 21(3)"),
    no("organisation_ban", Q(company_prohibits=True), "SVPL 202(1)"),
    UNINFORMED,
    no(
        "restriction_register",
        Q(phone=True, refusal_register_hit=True),
        "Register of telephone refusals; product rule",
    ),
    yes("opt_out_channel", HUMAN, "SVPL 200(2), 202"),
    yes("consent", ELECTRONIC & Q(consented=True), "GDPR 6(1)(a), 7; SVPL 200(1)"),
    no("consent_withdrawn", ELECTRONIC & Q(consent_withdrawn=True), "GDPR 7(3)"),
    yes(
        "existing_customer_exception",
        SAYING & Q(natural=True) & SOFT_OPT_IN,
        "SVPL 200(3); C-654/23",
    ),
    no(
        "soft_optin_incomplete",
        SAYING & Q(natural=True, soft_opt_in_claimed=True),
        "SVPL 200(3)",
    ),
    yes(
        "organisation_opt_out",
        Q(email=True, generic_address=True),
        "SVPL 202",
        name="organisation_generic_address",
    ),
    yes(
        "organisation_opt_out",
        Q(email=True, natural=False, tasks_concerned=True, tasks_documented=True),
        "SVPL 202; guidance on work tasks",
        name="organisation_documented_tasks",
    ),
    no(
        "role_not_documented",
        Q(email=True, natural=False, tasks_concerned=True),
        "Guidance on work tasks: the title alone does not decide",
    ),
    no("consent_missing", ELECTRONIC, "SVPL 200(1)"),
)

SEGMENTS: Sequence[Rule] = (
    RESTRICTED,
    no("objection_21_2", Q(objected=True) | Q(objected_profiling=True), "GDPR 21(2)"),
    no("suppressed", Q(suppressed=True), "GDPR 21(3)"),
    OWN_GROUNDS,
    UNINFORMED,
    yes("consent", Q(consented=True), "GDPR 6(1)(a)"),
    no("consent_withdrawn", Q(consent_withdrawn=True), "GDPR 7(3)"),
    yes("documented_assessment", Q(assessed=True), "GDPR 6(1)(f)"),
    no("not_assessed", ALWAYS, "GDPR 5(2), 6(1)(f)"),
)

STATISTICS: Sequence[Rule] = (
    RESTRICTED,
    OWN_GROUNDS,
    yes("statistics", ALWAYS, "GDPR 5(1)(b), 89(1): aggregates only"),
)

RELATIONSHIP: Sequence[Rule] = (
    RESTRICTED,
    OWN_GROUNDS,
    UNREACHABLE,
    GUESSED,
    yes("relationship", ALWAYS, "GDPR 6(1)(f)"),
)

ORDERS: Sequence[Rule] = (
    RESTRICTED,
    OWN_GROUNDS,
    UNREACHABLE,
    GUESSED,
    yes("contract", ALWAYS, "GDPR 6(1)(b), (c), (f)"),
)

SERVICE_MESSAGE: Sequence[Rule] = (
    RESTRICTED,
    UNREACHABLE,
    GUESSED,
    yes("service_message", ALWAYS, "GDPR 6(1)(b), (f)"),
)

RIGHTS: Sequence[Rule] = (
    UNREACHABLE,
    yes("rights_request", ALWAYS, "GDPR 12, 15–22; 18(2): her own request"),
)

RULES: Mapping[Purpose, Sequence[Rule]] = {
    Purpose.MARKETING: MARKETING,
    Purpose.SEGMENTS: SEGMENTS,
    Purpose.STATISTICS: STATISTICS,
    Purpose.RELATIONSHIP: RELATIONSHIP,
    Purpose.ORDERS: ORDERS,
    Purpose.SERVICE_MESSAGE: SERVICE_MESSAGE,
    Purpose.RIGHTS: RIGHTS,
}


def rules_for(purpose: Purpose) -> Sequence[Rule]:
    """The rules of a purpose, in the order in which they are asked."""
    return RULES[purpose]


def answer_facts(*, purpose: Purpose, facts: Mapping[str, object]) -> Decision:
    """What the rules say to these facts: the same ``Q`` that filters querysets, checked
    by the database against plain values. Every fact that a rule names must be given."""
    for rule in rules_for(purpose):
        if not rule.when or rule.when.check(dict(facts)):
            return rule.decision
    return DEFAULT
