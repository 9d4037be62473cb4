"""The gate says no by default, and yes with a reason."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privacy.gate import PrivacyGate, rules_for
from privacy.gate.engine import facts_named
from privacy.gate.facts import facts_for
from privacy.services import objections
from registry.digests import contact_digest
from registry.models import Person, Position
from registry.seams import gate
from registry.seams.gate import Channel, Purpose
from registry.tests.factories import EmailFactory, PersonFactory

from . import cast

pytestmark = pytest.mark.django_db


def decide(
    person: Person,
    channel: Channel = Channel.EMAIL,
    purpose: Purpose = Purpose.MARKETING,
) -> tuple[bool, str]:
    decision = gate.decide(
        person_id=person.pk, purpose=purpose, channel=channel, on=timezone.localdate()
    )
    return decision.allowed, decision.reason


@pytest.fixture
def unplugged() -> Iterator[None]:
    plugged = gate.unplug()
    yield
    gate.plug(plugged)


@pytest.mark.usefixtures("unplugged")
def test_unplugged_gate_says_no_to_someone_who_consented() -> None:
    assert decide(PersonFactory()) == (False, "no_gate")


def test_consent_opens_its_channel_with_its_reason() -> None:
    person = cast.consenting()
    decision = gate.decide(
        person_id=person.pk,
        purpose=Purpose.MARKETING,
        channel=Channel.EMAIL,
        on=timezone.localdate(),
    )
    assert (decision.allowed, decision.rule) == (True, "consent")
    assert decision.version
    assert decide(person, Channel.SMS) == (False, "consent_missing")


def test_unknown_person_is_refused() -> None:
    gone = PersonFactory()
    key = gone.pk
    gone.delete()
    assert decide(Person(pk=key)) == (False, "unknown_person")


def test_everyone_is_refused_for_the_first_reason_that_holds() -> None:
    assert decide(PersonFactory()) == (False, "no_contact_data")
    assert decide(EmailFactory().person) == (False, "not_informed")
    assert decide(cast.told()) == (False, "consent_missing")
    assert decide(cast.withdrawn()) == (False, "consent_withdrawn")
    assert decide(cast.objecting()) == (False, "objection_21_2")
    assert decide(cast.restricted()) == (False, "restricted_18_2")


def test_documented_work_tasks_allow_mail_and_a_title_alone_does_not() -> None:
    person = cast.buyer()
    assert decide(person) == (True, "organisation_opt_out")
    Position.objects.filter(person=person).update(work_tasks="")
    assert decide(person) == (False, "role_not_documented")


def test_phone_and_post_are_open_until_the_person_objects() -> None:
    person = cast.buyer()
    assert decide(person, Channel.PHONE) == (True, "opt_out_channel")
    assert decide(person, Channel.POST) == (True, "opt_out_channel")
    objections.record_objection(actor=None, person_id=person.pk)
    assert decide(person, Channel.PHONE) == (False, "objection_21_2")
    assert decide(person, Channel.POST) == (False, "objection_21_2")


def test_objection_to_one_channel_leaves_the_others_open() -> None:
    person = cast.buyer()
    objections.record_objection(actor=None, person_id=person.pk, scope="email")
    assert decide(person) == (False, "objection_21_2")
    assert decide(person, Channel.PHONE) == (True, "opt_out_channel")


def test_fresh_consent_after_an_objection_opens_that_channel_only() -> None:
    person = cast.objecting()
    cast.give_consent(person)
    assert decide(person) == (True, "consent")
    assert decide(person, Channel.PHONE) == (False, "objection_21_2")


def test_company_prohibition_covers_its_people() -> None:
    person = cast.buyer()
    company = person.positions.get().company
    objections.record_prohibition(actor=None, company_id=company.pk)
    assert decide(person) == (False, "organisation_ban")
    assert decide(person, Channel.PHONE) == (False, "organisation_ban")


def test_someone_brought_back_by_a_list_is_suppressed() -> None:
    address = cast.objecting().emails.get().normalised
    again = cast.told()
    assert decide(again) == (False, "consent_missing")
    again.emails.update(normalised=address, suppression_digest=contact_digest(address))
    assert decide(again) == (False, "suppressed")
    cast.give_consent(again)
    assert decide(again) == (True, "consent")


def test_screen_names_the_suppressed_addresses_only() -> None:
    person = cast.objecting()
    listed = {person.emails.get().normalised, person.phones.get().e164}
    assert gate.screen([*listed, "muu@yritys.example"]) == listed


def test_service_messages_and_rights_do_not_need_consent() -> None:
    person = cast.objecting()
    assert decide(person, purpose=Purpose.SERVICE_MESSAGE) == (True, "service_message")
    assert decide(cast.restricted(), purpose=Purpose.RIGHTS) == (True, "rights_request")
    assert decide(cast.restricted(), purpose=Purpose.RELATIONSHIP)[0] is False


@pytest.mark.parametrize("purpose", Purpose)
def test_every_fact_a_rule_names_is_known_in_sql(purpose: Purpose) -> None:
    facts = facts_for(purpose=purpose, channel=Channel.EMAIL, on=timezone.localdate())
    assert facts_named(rules_for(purpose)) <= set(facts)


ACTS = (
    "consent_email",
    "consent_sms",
    "withdraw",
    "object",
    "object_email",
    "restrict",
    "tell",
    "email",
    "phone",
    "position",
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    worlds=st.lists(st.lists(st.sampled_from(ACTS), max_size=5), max_size=3),
    purpose=st.sampled_from(Purpose),
    channel=st.sampled_from(Channel),
)
def test_decide_and_permitted_agree_on_any_world(
    worlds: list[list[str]], purpose: Purpose, channel: Channel
) -> None:
    people = [cast.living_through(acts) for acts in worlds]
    keys = [person.pk for person in people]
    today = timezone.localdate()
    permitted = PrivacyGate().permitted(
        Person.objects.filter(pk__in=keys), purpose=purpose, channel=channel, on=today
    )
    decided = {p.pk for p in people if decide(p, channel, purpose)[0]}
    assert set(permitted.values_list("pk", flat=True)) == decided
