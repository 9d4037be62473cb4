"""The facts that the rules name, as SQL on a queryset of persons.

Each fact is a boolean. The channel and the message are facts too: constants of the
question. What the register does not record yet is a constant on the careful side:
no sale is known to have offered a refusal, so the existing-customer exception is
never taken; automatic calls are not made.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Concat

from privacy.models import (
    AssessmentDecision,
    BalancingTest,
    ConsentEvent,
    NoticeDelivery,
    Objection,
    ObjectionAssessment,
    ObjectionDecision,
    ObjectionKind,
    ObjectionScope,
    Suppression,
)
from privacy.models.consent import ConsentQuerySet
from registry.choices import PhoneType
from registry.models import (
    Address,
    Company,
    Order,
    PersonEmail,
    PersonGuard,
    PersonPhone,
    Position,
    RestrictedField,
)
from registry.seams.gate import Channel, Purpose

PERSON = OuterRef("pk")
YES = Value(True)  # noqa: FBT003  # an SQL constant
NO = Value(False)  # noqa: FBT003  # an SQL constant
ACTIVITY_OF = {Purpose.SEGMENTS: "segments"}
"""The activity whose balancing test carries a purpose (law sheet C.2)."""
OBJECTED_ACTIVITIES = {
    Purpose.SEGMENTS: "segments",
    Purpose.STATISTICS: "statistics",
    Purpose.RELATIONSHIP: "relationship",
    Purpose.ORDERS: "orders-company",
}
"""The activity that an objection upheld on own grounds stops, by purpose. Marketing
stops by an objection of its own."""

Facts = Mapping[str, Any]


def facts_for(*, purpose: Purpose, channel: Channel, on: date) -> Facts:
    """Fact → expression on ``Person``, for one question."""
    consents = _consents(purpose, channel)
    hers = consents.filter(person=PERSON)
    return {
        **_question(purpose, channel),
        **_person(),
        **_legal(channel, consents),
        "objected_own_grounds": _objected_on_own_grounds(purpose),
        "informed": Exists(NoticeDelivery.objects.filter(person=PERSON)),
        "reachable": _reachable(channel),
        "suppressed": _suppressed(channel, consents),
        "consented": Exists(hers.in_force()),
        "consent_withdrawn": all_of(Exists(hers.withdrawn()), ~Exists(hers.in_force())),
        "assessed": _assessed(purpose, on),
    }


def _question(purpose: Purpose, channel: Channel) -> Facts:
    return {
        "email": Value(channel == Channel.EMAIL),
        "sms": Value(channel == Channel.SMS),
        "phone": Value(channel == Channel.PHONE),
        "post": Value(channel == Channel.POST),
        "robocall": NO,
        "promotes": Value(purpose != Purpose.SERVICE_MESSAGE),
        "carries_notice": NO,
        "guessed_address": NO,
        "refusal_register_hit": NO,
        "soft_opt_in_claimed": NO,
        "address_from_sale": NO,
        "own_similar_products": NO,
        "refusal_offered_at_collection": NO,
        "refusal_in_every_message": YES,
        "generic_address": NO,
    }


def _person() -> Facts:
    positions = Position.objects.filter(
        person=PERSON, ends_on=None, company__is_sole_trader=False
    )
    documented = positions.exclude(work_tasks="")
    return {
        "natural": any_of(
            Q(private_customer=True),
            Exists(Company.objects.filter(proprietor=PERSON)),
            ~Exists(positions),
        ),
        "tasks_concerned": Exists(positions),
        "tasks_documented": Exists(documented),
        "customer": Exists(Order.objects.filter(buyer_person=PERSON)),
    }


def _legal(channel: Channel, consents: ConsentQuerySet) -> Facts:
    objections = Objection.objects.filter(person=PERSON)
    marketing = objections.filter(
        Q(scope=ObjectionScope.ALL) | Q(scope=channel), kind=ObjectionKind.MARKETING
    )
    reopened = consents.in_force().filter(
        person=OuterRef("person"), at__gt=OuterRef("received_at")
    )
    return {
        "restricted": Exists(
            PersonGuard.objects.filter(person=PERSON, restricted=True)
        ),
        "objected": Exists(marketing.filter(~Exists(reopened))),
        "objected_profiling": Exists(objections.filter(kind=ObjectionKind.PROFILING)),
        "company_prohibits": Exists(
            Objection.objects.filter(
                company__positions__person=PERSON, company__positions__ends_on=None
            )
        ),
    }


def _objected_on_own_grounds(purpose: Purpose) -> Any:
    """Whether an objection of hers was upheld against the activity of this purpose; one
    without assessments (put back after a restore) against all of them."""
    own = Objection.objects.filter(person=PERSON, kind=ObjectionKind.OWN_GROUNDS)
    if purpose not in OBJECTED_ACTIVITIES:
        return NO
    rows = ObjectionAssessment.objects.filter(objection=OuterRef("pk"))
    upheld = rows.filter(
        decision=AssessmentDecision.UPHELD,
        activity__slug=OBJECTED_ACTIVITIES[purpose],
    )
    whole = Q(decision=ObjectionDecision.UPHELD) & ~Exists(rows)
    if purpose == Purpose.ORDERS:
        return Exists(own.filter(Exists(upheld)))
    return Exists(own.filter(whole | Q(Exists(upheld))))


def _consents(purpose: Purpose, channel: Channel) -> ConsentQuerySet:
    """Her acts of consent for this use. A segment needs no channel of its own."""
    acts = ConsentEvent.objects.filter(purpose=purpose)
    return acts if channel == Channel.NONE else acts.filter(channel=channel)


def _suppressed(channel: Channel, consents: ConsentQuerySet) -> Any:
    """Whether one of her contact points is listed and she has not consented since."""
    since = consents.in_force().filter(
        person=OuterRef(OuterRef("person_id")), at__gt=OuterRef("since")
    )
    listed = Suppression.objects.filter(
        ~Exists(since),
        digest=OuterRef("suppression_digest"),
        purpose=Purpose.MARKETING,
        scope__in=(ObjectionScope.ALL, channel.value),
    )
    emails = PersonEmail.objects.filter(Exists(listed), person=PERSON)
    phones = PersonPhone.objects.filter(Exists(listed), person=PERSON)
    return any_of(Exists(emails), Exists(phones))


def _reachable(channel: Channel) -> Any:
    if channel == Channel.EMAIL:
        return Exists(_usable(PersonEmail))
    phones = _usable(PersonPhone)
    if channel == Channel.SMS:
        return Exists(phones.exclude(number_type=PhoneType.FIXED))
    if channel == Channel.PHONE:
        return Exists(phones)
    if channel == Channel.POST:
        at_work = Address.objects.filter(
            company__positions__person=PERSON, company__positions__ends_on=None
        )
        return any_of(Exists(Address.objects.filter(person=PERSON)), Exists(at_work))
    return YES


def _usable(model: Any) -> Any:
    """Her addresses or numbers, without those that are restricted singly (18(2))."""
    here = Concat(
        Value(f"{model._meta.model_name}:"),
        Cast("pk", TextField()),
        output_field=TextField(),
    )
    restricted = RestrictedField.objects.filter(
        person=OuterRef("person_id"), place=OuterRef("here")
    )
    rows = model.objects.annotate(here=here).filter(person=PERSON)
    return rows.filter(~Exists(restricted))


def _assessed(purpose: Purpose, on: date) -> Any:
    if purpose not in ACTIVITY_OF:
        return NO
    tests = BalancingTest.objects.in_force(on)
    return Exists(tests.filter(activity__slug=ACTIVITY_OF[purpose]))


def any_of(*conditions: Any) -> Any:
    """A or B as an expression of its own."""
    return ExpressionWrapper(reduce(or_, conditions), output_field=BooleanField())


def all_of(*conditions: Any) -> Any:
    """A and B as an expression of its own."""
    return ExpressionWrapper(reduce(and_, conditions), output_field=BooleanField())
