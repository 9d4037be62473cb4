"""Legal facts: recorded once, closed once, gone only with the person."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from privacy.exceptions import LegalFactError
from privacy.models import (
    BalancingTest,
    ConsentEvent,
    LegalHold,
    NoticeDelivery,
    NoticeText,
    Objection,
    Recipient,
    Restriction,
    RestrictionGround,
    Suppression,
)
from privacy.models.activity import Activity
from privacy.services import (
    activities,
    disclosures,
    guard,
    holds,
    liftings,
    objection_decisions,
    objections,
    restrictions,
    suppressions,
)
from registry.models import Person, PersonGuard
from registry.seams.personal_data import erase
from registry.tests.factories import (
    OrderFactory,
    PersonFactory,
    PositionFactory,
    StaffFactory,
)

from . import cast
from .holding import release_hold

pytestmark = pytest.mark.django_db


def refused() -> "pytest.RaisesExc[Exception]":
    return pytest.raises(Exception, match="legal fact")


def check_deferred() -> None:
    """What a commit would check, now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def flags(person: Person) -> set[str]:
    row = PersonGuard.objects.filter(person=person).values(*guard.FLAGS).first()
    return {name for name, on in (row or {}).items() if on}


def test_what_was_recorded_is_never_overwritten() -> None:
    event = ConsentEvent.objects.get(person=cast.consenting())
    with refused(), transaction.atomic():
        ConsentEvent.objects.filter(pk=event.pk).update(text_version="kirje-2")
    with refused(), transaction.atomic():
        ConsentEvent.objects.filter(pk=event.pk).update(at=timezone.now())
    event.refresh_from_db()
    assert event.text_version == "kirje-1"


def test_words_may_be_redacted_but_not_reworded() -> None:
    person = PersonFactory()
    objection = objections.record_objection(
        actor=None,
        person_id=person.pk,
        grounds="Minä 100 % ja Matti Virtanen kiellämme",
    )
    rows = Objection.objects.filter(pk=objection.pk)
    with refused(), transaction.atomic():
        rows.update(grounds="Minä ja muut kiellämme")
    rows.update(grounds="Minä 100 % ja [poistettu] kiellämme")
    assert "[poistettu]" in rows.get().grounds


def test_consent_is_not_deleted_while_the_person_stays() -> None:
    person = cast.consenting()
    with refused(), transaction.atomic():
        ConsentEvent.objects.filter(person=person).delete()
        check_deferred()
    assert ConsentEvent.objects.filter(person=person).exists()


def test_erasing_takes_the_facts_and_leaves_the_digest() -> None:
    person = cast.objecting()
    digest = bytes(person.emails.get().suppression_digest)
    suppressions.remember_objectors(person_ids=[person.pk])
    assert ConsentEvent.objects.filter(person=person).exists()
    assert NoticeDelivery.objects.filter(person=person).exists()
    erase([person.pk], on=timezone.localdate())
    check_deferred()
    for model in (ConsentEvent, Objection, NoticeDelivery, PersonGuard):
        assert not model.objects.filter(person_id=person.pk).exists()
    assert Suppression.objects.filter(digest=digest).exists()


def test_restriction_is_lifted_only_after_the_person_was_told() -> None:
    person, officer = PersonFactory(), StaffFactory()
    restriction = restrictions.open_restriction(
        actor=officer,
        person_id=person.pk,
        ground=RestrictionGround.CLAIMS,
        reason="Vaade",
    )
    assert flags(person) == {"restricted"}
    with pytest.raises(LegalFactError):
        restrictions.lift_restriction(
            actor=officer, restriction=restriction, reason="Selvitetty"
        )
    liftings.announce_lifting(
        actor=officer,
        restriction=restriction,
        told_at=timezone.now() - timedelta(days=4),
    )
    restrictions.lift_restriction(
        actor=officer, restriction=restriction, reason="Selvitetty"
    )
    assert flags(person) == set()
    with refused(), transaction.atomic():
        Restriction.objects.filter(pk=restriction.pk).update(lifted_at=timezone.now())


def test_database_refuses_a_lifting_that_nobody_was_told_of() -> None:
    restricted = cast.restricted()
    with pytest.raises(IntegrityError), transaction.atomic():
        Restriction.objects.filter(person=restricted).update(
            lifted_at=timezone.now(), lifted_by=StaffFactory(), lift_reason="Muu"
        )


def test_hold_reaches_people_through_company_and_order() -> None:
    officer = StaffFactory()
    position = PositionFactory()
    order = OrderFactory(contact=PersonFactory())
    holds.place_hold(
        actor=officer, owner=officer, reason="Riita", company=position.company
    )
    hold = holds.place_hold(actor=officer, owner=officer, reason="Riita", order=order)
    assert flags(position.person) == {"held"}
    assert flags(order.contact) == {"held"}
    release_hold(hold)
    assert flags(order.contact) == set()
    assert flags(position.person) == {"held"}


def test_hold_is_reviewed_within_a_year() -> None:
    officer, person = StaffFactory(), PersonFactory()
    too_late = timezone.localdate() + timedelta(days=400)
    with pytest.raises(LegalFactError):
        holds.place_hold(
            actor=officer, owner=officer, reason="x", person=person, review_by=too_late
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalHold.objects.create(
            person=person, owner=officer, reason="x", review_by=too_late
        )


def test_guard_says_what_the_rows_say_and_differences_are_found() -> None:
    person = cast.objecting()
    assert flags(person) == {"objected"}
    assert guard.guard_differences() == []
    PersonGuard.objects.filter(person=person).update(restricted=True)
    found = guard.guard_differences()
    assert [(d.person_id, d.guard, d.rows) for d in found] == [
        (person.pk, ("restricted", "objected"), ("objected",))
    ]
    guard.project_guard([person.pk])
    assert guard.guard_differences() == []


def test_guard_is_projected_in_a_fixed_number_of_queries(
    django_assert_num_queries: object,
) -> None:
    people = [cast.objecting() for _ in range(3)]
    for keys in ([people[0].pk], [p.pk for p in people]):
        with django_assert_num_queries(6):  # type: ignore[operator]  # a fixture
            guard.project_guard(keys)


def test_own_grounds_restrict_until_decided() -> None:
    person, officer = PersonFactory(), StaffFactory()
    objection = objections.record_objection(
        actor=None, person_id=person.pk, kind="own_grounds", grounds="Syyni"
    )
    assert flags(person) == {"restricted"}
    objection_decisions.decide_objection(
        actor=officer, objection=objection, decision="upheld", reason="Ei perusteita"
    )
    with pytest.raises(LegalFactError):
        objection_decisions.decide_objection(
            actor=officer, objection=objection, decision="overridden", reason="Muu"
        )


def test_marketing_objection_cannot_be_decided_away() -> None:
    objection = Objection.objects.get(person=cast.objecting())
    with pytest.raises(LegalFactError):
        objection_decisions.decide_objection(
            actor=StaffFactory(), objection=objection, decision="overridden", reason="x"
        )


def test_disclosure_needs_a_fit_recipient() -> None:
    person = PersonFactory()
    recipient = Recipient.objects.create(
        name="Tulostamo Oy", service="Kirjeet", categories=["name", "address"]
    )
    with pytest.raises(LegalFactError):
        disclose(recipient, person, ["name"])
    recipient.contract_on = timezone.localdate()
    recipient.own_use_forbidden = True
    recipient.save()
    with pytest.raises(LegalFactError):
        disclose(recipient, person, ["email"])
    assert disclose(recipient, person, ["name"]) == 1


def disclose(recipient: Recipient, person: Person, categories: list[str]) -> int:
    return disclosures.record_disclosure(
        actor=None,
        recipient=recipient,
        person_ids=[person.pk],
        categories=categories,
        purpose="relationship",
        ground="Kirjeen tulostus",
    )


def test_published_notice_never_changes() -> None:
    text = NoticeText.objects.get(version__number=1, language="fi")
    assert "15 vuotta" in text.body
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        NoticeText.objects.filter(pk=text.pk).update(body="toinen")


def test_approved_balancing_test_is_fixed_and_needs_two_people() -> None:
    author, officer = StaffFactory(), StaffFactory()
    today = timezone.localdate()
    test = BalancingTest.objects.create(
        activity=Activity.objects.get(slug="relationship"),
        version=1,
        purpose="p",
        necessity="n",
        balance="b",
        safeguards="s",
        result="passed",
        author=author,
        valid_from=today,
        review_by=today + timedelta(days=700),
    )
    waiting = Activity.objects.without_basis(today).filter(slug="relationship")
    assert waiting.exists()
    with pytest.raises(LegalFactError):
        activities.approve_balancing_test(actor=author, test=test)
    activities.approve_balancing_test(actor=officer, test=test)
    assert not waiting.exists()
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        BalancingTest.objects.filter(pk=test.pk).update(balance="muu")
