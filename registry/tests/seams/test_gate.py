"""The gate's seam: no by default, one gate at a time."""

from collections.abc import Iterator
from datetime import date

import pytest

from registry.models import Person
from registry.seams import gate
from registry.seams.gate import Channel, Gate, GateUnplugged, Purpose
from registry.seams.gate.closed import ClosedGate
from registry.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


@pytest.fixture
def unplugged() -> Iterator[None]:
    taken = gate.unplug()
    yield
    if not isinstance(taken, ClosedGate):
        gate.plug(taken)


@pytest.mark.usefixtures("unplugged")
@pytest.mark.parametrize("purpose", list(Purpose))
@pytest.mark.parametrize("channel", list(Channel))
def test_the_unplugged_gate_says_no(purpose: Purpose, channel: Channel) -> None:
    person = PersonFactory()

    decision = gate.decide(
        person_id=person.pk, purpose=purpose, channel=channel, on=TODAY
    )
    permitted = gate.permitted(
        Person.objects.all(), purpose=purpose, channel=channel, on=TODAY
    )

    assert (decision.allowed, decision.reason) == (False, "no_gate")
    assert not permitted.exists()


@pytest.mark.usefixtures("unplugged")
def test_the_unplugged_gate_lets_no_address_in() -> None:
    assert gate.screen(["a@b.example"]) == {"a@b.example"}


@pytest.mark.usefixtures("unplugged")
def test_nothing_is_recorded_into_the_void() -> None:
    with pytest.raises(GateUnplugged):
        gate.record_objection(person_id=1, actor=None)


@pytest.mark.usefixtures("unplugged")
def test_a_second_gate_is_refused() -> None:
    first: Gate = ClosedGate()
    gate.plug(first)
    with pytest.raises(RuntimeError):
        gate.plug(ClosedGate())
    assert gate.unplug() is first
