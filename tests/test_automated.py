"""Everything that decides about people is declared, and none of it weighs on them
without a named human (Art. 22, P40)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from celery import current_app
from django.test import Client
from django.utils import timezone

from kespet_crm.celery import app
from privacy.promises.checks import State, no_automated_decisions
from privacy.tests.cases import officer
from registry.models import AuditEntry
from registry.seams import automated
from registry.seams.audit import record
from registry.seams.automated import Effect, HumanRequired, automatic_rule, undeclared
from registry.seams.errors import SeamError
from registry.seams.jobs import register_job
from registry.seams.jobs.kinds import forget_job_kind
from registry.tests.factories import StaffFactory


@pytest.fixture
def credit_limit() -> Iterator[None]:
    automatic_rule(
        "credit_limit",
        name="Luottoraja",
        decides="Paljonko tilataan laskulla",
        effect=Effect.SIGNIFICANT,
        human="Myyntipäällikkö päättää",
        basis="GDPR 22",
        acts=["credit.limited"],
    )
    yield
    automated.forget_rule("credit_limit")


def test_every_task_job_gate_and_matcher_is_declared() -> None:
    app.finalize()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(
        current_app.tasks
    )
    assert undeclared() == []


def test_planted_job_that_nobody_declared_is_found() -> None:
    register_job("planted.scoring")(lambda _job: None)
    try:
        assert undeclared() == ["job:planted.scoring"]
    finally:
        forget_job_kind("planted.scoring")


def test_no_rule_of_the_product_is_significant() -> None:
    effects = {rule.effect for rule in automated.automatic_rules()}
    assert Effect.PROCEDURAL in effects
    assert Effect.SIGNIFICANT not in effects


def test_significant_rule_without_a_human_is_not_even_declared() -> None:
    with pytest.raises(SeamError):
        automatic_rule(
            "planted",
            name="x",
            decides="x",
            effect=Effect.SIGNIFICANT,
            basis="x",
            acts=["x.y"],
        )


@pytest.mark.django_db
@pytest.mark.usefixtures("credit_limit")
def test_significant_act_needs_a_named_active_human() -> None:
    for nobody in (None, StaffFactory(is_active=False)):
        with pytest.raises(HumanRequired):
            record(actor=nobody, action="credit.limited", subjects=[("person", 1)])
    assert not AuditEntry.objects.filter(action="credit.limited").exists()
    record(actor=StaffFactory(), action="credit.limited", subjects=[("person", 1)])
    today = timezone.localdate()
    assert no_automated_decisions(today).state == State.HOLDS
    AuditEntry.objects.create(at=timezone.now(), action="credit.limited", count=0)
    assert no_automated_decisions(today).count == 1


@pytest.mark.django_db
def test_officer_reads_searches_and_downloads_the_rules(client: Client) -> None:
    client.force_login(officer())
    address = "/admin/automated/"
    assert "Asiakas muuttuu entiseksi" in client.get(address).content.decode()
    found = client.get(address, {"q": "vastustus", "effect": "procedural"})
    assert "Asiakas muuttuu entiseksi" not in found.content.decode()
    table = client.get(address, {"format": "csv"}).content.decode()
    assert table.count("\n") == len(automated.automatic_rules()) + 1
