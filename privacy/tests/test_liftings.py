"""Lifting of a restriction: told first, three days, once (Art. 18(3))."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from privacy.exceptions import LegalFactError
from privacy.models import CaseLetter, Lifting, Restriction
from privacy.models.case_choices import CaseKind
from privacy.services.guard import check_guards, field_differences
from privacy.services.liftings import (
    announce_lifting,
    begin_lifting,
    call_off_lifting,
    lift_what_is_due,
)
from privacy.services.restrictions import lift_restriction, open_restriction
from registry.models import OutgoingMail, Person, PersonGuard, RestrictedField, Staff
from registry.seams.mail import MailState, send_due_mail
from registry.seams.mail.sending import tell_of_settled_mail
from registry.tests.factories import (
    EmailFactory,
    PersonFactory,
    PhoneFactory,
    StaffFactory,
)

from .cases import aino, confirmed_case

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=3)
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def officer() -> Staff:
    """Who decides."""
    staff: Staff = StaffFactory()
    return staff


def restricted(
    officer: Staff, person: Person | None = None, **more: object
) -> Restriction:
    """A restriction of a person who has an address."""
    if person is None:
        person = PersonFactory(language="sv")
        EmailFactory(person=person)
    return open_restriction(
        actor=officer,
        person_id=person.pk,
        ground="18_1_a",
        reason="Osoite",
        **more,  # type: ignore[arg-type]  # names of the service
    )


def told_at(restriction: Restriction) -> datetime:
    """When the person was told."""
    restriction.refresh_from_db()
    assert restriction.informed_before_lift_at
    return restriction.informed_before_lift_at


def test_lifting_waits_for_the_letter_and_for_three_days(officer: Staff) -> None:
    row = restricted(officer)
    begin_lifting(actor=officer, restriction=row, reason="Osoite tarkistettu")
    assert lift_what_is_due(now=timezone.now() + timedelta(days=30)) == 0
    send_due_mail()
    told = told_at(row)
    assert lift_what_is_due(now=told + DAYS - MOMENT) == 0
    assert PersonGuard.objects.get(person=row.person).restricted
    assert lift_what_is_due(now=told + DAYS) == 1
    row.refresh_from_db()
    assert (row.lifted_at, row.lifted_by) == (told + DAYS, officer)
    assert row.lift_reason == "Osoite tarkistettu"
    assert not PersonGuard.objects.filter(person=row.person).exists()
    assert lift_what_is_due(now=told + 2 * DAYS) == 0


def test_letter_of_lifting_goes_once_in_her_language(officer: Staff) -> None:
    row = restricted(officer)
    assert len(begin_lifting(actor=officer, restriction=row, reason="Tarkistettu")) == 1
    mail = OutgoingMail.objects.get()
    assert "upphör" in mail.subject
    assert "3 dygn" in mail.text
    assert "Tarkistettu" in mail.text
    assert begin_lifting(actor=officer, restriction=row, reason="Uudelleen") == []
    send_due_mail()
    tell_of_settled_mail()
    assert OutgoingMail.objects.count() == 1
    assert Lifting.objects.get().told_by == "email"


def test_case_lifts_all_that_it_opened_with_one_letter(officer: Staff) -> None:
    person = aino()
    case = confirmed_case(CaseKind.RECTIFICATION)
    OutgoingMail.objects.all().delete()
    open_restriction(  # beside the one that contested accuracy opened by itself
        actor=None, person_id=person.pk, ground="18_1_d", reason="x", case_id=case.pk
    )
    other = restricted(officer, person)
    assert len(begin_lifting(actor=officer, case_id=case.pk, reason="Päätetty")) == 2
    assert case.reference in OutgoingMail.objects.get().subject
    assert CaseLetter.objects.filter(case=case, kind="lifting").count() == 1
    send_due_mail()
    assert lift_what_is_due(now=timezone.now() + DAYS) == 2
    assert list(Restriction.objects.in_force()) == [other]
    assert PersonGuard.objects.get(person=person).restricted


def test_lifting_that_no_human_began_is_told_and_waits_for_one(officer: Staff) -> None:
    row = restricted(officer)
    begin_lifting(actor=None, restriction=row, reason="Määräaika päättyi")
    send_due_mail()
    later = told_at(row) + DAYS
    assert lift_what_is_due(now=later) == 0
    lift_restriction(actor=officer, restriction=row, reason="Vahvistettu", at=later)
    assert not Restriction.objects.in_force().exists()


def test_letter_that_fails_becomes_a_task_and_post_tells_instead(
    officer: Staff,
) -> None:
    row = restricted(officer)
    begin_lifting(actor=officer, restriction=row, reason="Ohi")
    OutgoingMail.objects.update(
        state=MailState.FAILED,
        blanked_at=timezone.now(),
        to_address="",
        subject="",
        text="",
    )
    tell_of_settled_mail()
    assert list(Lifting.objects.untold()) == list(row.liftings.all())
    posted = timezone.now()
    announce_lifting(actor=officer, restriction=row, how="post", told_at=posted)
    assert not Lifting.objects.untold().exists()
    assert Lifting.objects.get().told_by == "post"
    assert lift_what_is_due(now=posted + DAYS) == 1


def test_person_without_an_address_is_a_task_at_once(officer: Staff) -> None:
    row = restricted(officer, PersonFactory())
    begin_lifting(actor=officer, restriction=row, reason="Ohi")
    assert Lifting.objects.untold().get().restriction == row


def test_lifting_called_off_lets_the_restriction_stand(officer: Staff) -> None:
    row = restricted(officer)
    begin_lifting(actor=officer, restriction=row, reason="Ohi")
    send_due_mail()
    call_off_lifting(actor=officer, restriction=row)
    assert lift_what_is_due(now=timezone.now() + 2 * DAYS) == 0
    with pytest.raises(LegalFactError):
        lift_restriction(
            actor=officer, restriction=row, reason="Ohi", at=timezone.now() + 2 * DAYS
        )
    assert begin_lifting(actor=officer, restriction=row, reason="Taas ohi")


@pytest.mark.parametrize("days", [None, DAYS - MOMENT])
def test_database_refuses_a_lifting_before_three_days(
    officer: Staff, days: timedelta | None
) -> None:
    row = restricted(officer)
    lifted = {"lifted_at": timezone.now(), "lifted_by": officer, "lift_reason": "x"}
    told = lifted["lifted_at"] - days if days else None  # type: ignore[operator]
    with pytest.raises(IntegrityError), transaction.atomic():
        Restriction.objects.filter(pk=row.pk).update(
            informed_before_lift_at=told, **lifted
        )


def test_facts_of_a_lifting_are_not_overwritten(officer: Staff) -> None:
    row = restricted(officer)
    begin_lifting(actor=officer, restriction=row, reason="Ohi")
    send_due_mail()
    for change in (
        {"told_at": F("told_at") - DAYS},
        {"recorded_by": StaffFactory()},
        {"mail_id": 1},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Lifting.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        delete_at_once()


def delete_at_once() -> None:
    """Delete every lifting, and let deferred triggers speak."""
    Lifting.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_restriction_of_fields_is_projected_and_lets_the_person_be_seen(
    officer: Staff,
) -> None:
    person = PersonFactory()
    phone = PhoneFactory(person=person)
    places = {"person.family_name", f"personphone:{phone.pk}"}
    row = restricted(officer, person, fields=places)
    assert set(row.fields) == places
    assert not PersonGuard.objects.filter(person=person).exists()
    shown = RestrictedField.objects.filter(person=person)
    assert set(shown.values_list("place", flat=True)) == places
    shown.first().delete()  # type: ignore[union-attr]
    assert field_differences() == [person.pk]
    check_guards()
    assert shown.count() == 2


@pytest.mark.parametrize("place", ["person.reference", "staff:1", "personphone:x"])
def test_unknown_field_is_refused(officer: Staff, place: str) -> None:
    with pytest.raises(ValidationError):
        restricted(officer, fields=[place])


def test_row_of_somebody_else_is_refused(officer: Staff) -> None:
    with pytest.raises(ValidationError):
        restricted(officer, fields=[f"personphone:{PhoneFactory().pk}"])
