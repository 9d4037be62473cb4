"""A worker that completes an erasure is killed at every line: the same end, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import timezone

from privacy.erasure.journal import read_entries
from privacy.models import Certificate, HeldRemainder
from privacy.services.remainders import review_all
from privacy.tests.dump import tables_with
from privacy.tests.test_faults import next_worker, worker_killed_at
from registry.choices import OrderStatus
from registry.models import OutgoingMail, Person, Voucher
from registry.seams.mail import send_due_mail
from registry.services.orders import move_order

from .erasure_world import contact, erased, order_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _own_journal(tmp_path: Path) -> Iterator[None]:
    with override_settings(ERASURE_JOURNAL=str(tmp_path / "journal.jsonl")):
        yield


@pytest.mark.parametrize(
    "point",
    [
        "complete.after_journal",
        "complete.after_delete",
        "complete.before_commit",
        "complete.after_commit",
    ],
)
def test_killed_completion_ends_the_same_once(point: str) -> None:
    subject = contact()
    order = order_of(subject, "T-900001", status="invoiced", year=2026)
    case = erased()
    send_due_mail()
    today = timezone.localdate()
    move_order(actor=None, order=order, to=OrderStatus.CLOSED, on=today)
    worker_killed_at(point)
    assert Person.objects.exists() == (point != "complete.after_commit")
    next_worker()
    send_due_mail()
    review_all(on=today)
    next_worker()
    case.refresh_from_db()
    assert not Person.objects.exists()
    assert case.person_id is None
    assert OutgoingMail.objects.filter(kind="case.completed").count() == 1
    assert Certificate.objects.get().state == "final"
    assert len(list(read_entries())) == 1
    assert set(tables_with("Kanarialintu")) == {"public.registry_voucher"}


def test_killed_while_a_voucher_goes_ends_the_same() -> None:
    subject = contact()
    order_of(subject, "T-900001", year=2019)
    voucher = Voucher.objects.get()
    HeldRemainder.objects.create(
        duty="voucher",
        holdings=["voucher_references"],
        rows={"voucher_references": [voucher.pk]},
        ends_on=date(2025, 12, 31),
    )
    review_all(on=timezone.localdate())
    worker_killed_at("complete.vouchers")
    assert Voucher.objects.get().reference_person
    next_worker()
    assert Voucher.objects.get().reference_person == ""
    assert not HeldRemainder.objects.exists()
