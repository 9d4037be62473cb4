"""Ways to an objection on own grounds that its tests share."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from privacy.models import Activity, BalancingTest, Basis, Case
from privacy.models.case_choices import CaseKind
from privacy.objecting.decide import decide_objection_case
from privacy.objecting.weighing import weigh
from privacy.services.objection_decisions import STOPS, Choice, Choices
from privacy.services.plan import live_plan
from registry.models import Staff
from registry.tests.factories import StaffFactory

from .cases import confirmed_case

GROUNDS = "Saatava on riitautettu, ja asia on käräjäoikeudessa."
CLAIMS = Choice(decision="overridden", ground="claims", grounds=GROUNDS)


def balanced(slug: str, *, version: int = 1, **values: Any) -> BalancingTest:
    """An approved balancing test of an activity, in force today."""
    today = timezone.localdate()
    return BalancingTest.objects.create(
        **{
            "activity": Activity.objects.get(slug=slug),
            "version": version,
            "purpose": "Tarkoitus",
            "necessity": "Tarpeellisuus",
            "balance": "Punninta",
            "safeguards": "Suojatoimet",
            "result": "passed",
            "author": StaffFactory(),
            "approver": StaffFactory(),
            "approved_at": timezone.now(),
            "valid_from": today - timedelta(days=30),
            "review_by": today + timedelta(days=300),
            **values,
        }
    )


def balance_all() -> None:
    """A test in force for every activity that rests on a legitimate interest."""
    for activity in Activity.objects.filter(basis=Basis.LEGITIMATE_INTEREST):
        balanced(activity.slug)


def objected_case(**more: Any) -> Case:
    """Aino's objection after she has confirmed it."""
    return confirmed_case(
        CaseKind.OBJECTION, **{"details": "Minua on uhkailtu.", **more}
    )


def choices_of(case: Case, **overridden: Choice) -> Choices:
    """Everything stops but what is named by its short name (``_`` for ``-``)."""
    by_slug = {name.replace("_", "-"): choice for name, choice in overridden.items()}
    concerned = weigh(case.person_id or 0, on=timezone.localdate())
    return {one.activity.pk: by_slug.get(one.activity.slug, STOPS) for one in concerned}


def decided(actor: Staff, case: Case, choices: Choices) -> Case:
    """The case after the officer has decided."""
    case.refresh_from_db()
    digest = live_plan(case, on=timezone.localdate()).digest
    return decide_objection_case(
        actor=actor,
        case_id=case.pk,
        expected_version=case.version,
        plan_digest=digest,
        choices=choices,
    )


def day_after(case: Case) -> date:
    """The first day that is too late."""
    return case.legal_due + timedelta(days=1)


def gone_at_once(row: Model) -> None:
    """Delete it, and ask the deferred triggers now what they think of that."""
    row.delete()
    connection.check_constraints()
