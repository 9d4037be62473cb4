"""Restricted data changes only in a transaction that logged why (Art. 18(2))."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client

from registry.exceptions import PersonRestricted
from registry.models import (
    AuditEntry,
    LawfulUse,
    Person,
    PersonEmail,
    PersonGuard,
    RestrictedAct,
    RestrictedUse,
    Staff,
)
from registry.services.contact_points import give_email, remove_point
from registry.services.persons import update_person
from registry.services.restricted_use import LOOK_LASTS, log_restricted_use, may_look
from registry.tests.factories import EmailFactory, PersonFactory, StaffFactory

pytestmark = pytest.mark.django_db


def restricted_person() -> Person:
    person: Person = PersonFactory(given_name="Ensio")
    EmailFactory(person=person)
    PersonGuard.objects.create(person=person, restricted=True, source="restricted")
    return person


def log(person: Person, actor: Staff | None = None, **more: object) -> RestrictedUse:
    wanted = {
        "act": RestrictedAct.CHANGE,
        "use": LawfulUse.CONSENT,
        "reason": "Oikaisu, jota henkilö pyysi.",
    }
    return log_restricted_use(
        actor=actor or StaffFactory(),
        person_id=person.pk,
        **{**wanted, **more},  # type: ignore[arg-type]  # the words of each test
    )


CHANGES = (
    "UPDATE registry_person SET given_name = 'Muu' WHERE id = %s",
    "UPDATE registry_personemail SET address = 'x@y.example' WHERE person_id = %s",
    "INSERT INTO registry_personphone (person_id, e164, number_type, is_primary,"
    " suppression_digest, digest_key_version, created_at)"
    " VALUES (%s, '+358401112223', 'mobile', false, '', 1, now())",
)


def run(statement: str, person: Person) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [person.pk])


@pytest.mark.parametrize("statement", CHANGES)
def test_database_refuses_a_change_that_nobody_logged(statement: str) -> None:
    person = restricted_person()
    with pytest.raises(IntegrityError, match="logged"):
        run(statement, person)
    PersonGuard.objects.filter(person=person).update(restricted=False, objected=True)
    run(statement, person)


@pytest.mark.django_db(transaction=True)
def test_logged_use_opens_its_own_transaction_only() -> None:
    person = restricted_person()
    with transaction.atomic():
        log(person)
        Person.objects.filter(pk=person.pk).update(given_name="Oikea")
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(given_name="Väärä")
    person.refresh_from_db()
    assert person.given_name == "Oikea"


def test_logged_use_of_one_person_does_not_open_another() -> None:
    person, other = restricted_person(), restricted_person()
    log(person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=other.pk).update(given_name="Väärä")


def test_bookkeeping_of_a_restricted_row_goes_on() -> None:
    person = restricted_person()
    Person.objects.filter(pk=person.pk).update(version=7)
    PersonEmail.objects.filter(person=person).update(digest_key_version=2)


def test_services_say_why_they_do_not_change() -> None:
    person, actor = restricted_person(), StaffFactory()
    email = person.emails.get()
    with pytest.raises(PersonRestricted):
        update_person(
            actor=actor, person=person, expected_version=1, given_name="Väärä"
        )
    with pytest.raises(PersonRestricted):
        give_email(actor=actor, person=person, address="uusi@y.example")
    with pytest.raises(PersonRestricted):
        remove_point(actor=actor, point=email)
    assert person.emails.get() == email


def test_use_without_a_reason_is_not_logged() -> None:
    person = restricted_person()
    with pytest.raises(ValidationError):
        log(person, reason="  ")
    assert not RestrictedUse.objects.exists()


def test_use_is_in_the_audit_trail_without_its_words() -> None:
    person = restricted_person()
    log(person, act=RestrictedAct.LOOK, use=LawfulUse.CLAIM)
    entry = AuditEntry.objects.get(action="person.restricted_look")
    assert sorted(entry.fields) == ["reason", "use"]


def test_look_lasts_a_quarter_of_an_hour_and_for_one_reader() -> None:
    person, reader = restricted_person(), StaffFactory()
    row = log(person, reader, act=RestrictedAct.LOOK, use=LawfulUse.CLAIM)
    row.refresh_from_db()
    last = row.at + LOOK_LASTS
    assert may_look(actor=reader, person_id=person.pk, at=last)
    assert not may_look(actor=StaffFactory(), person_id=person.pk, at=last)
    later = last + timedelta(microseconds=1)
    assert not may_look(actor=reader, person_id=person.pk, at=later)


def test_page_of_a_restricted_person_opens_after_a_reason(client: Client) -> None:
    person = restricted_person()
    officer = StaffFactory(is_staff=True)
    officer.groups.add(Group.objects.get(name="dpo"))
    client.force_login(officer)
    page = f"/admin/registry/person/{person.pk}/change/"
    closed = client.get(page).content.decode()
    assert person.reference in closed
    assert "Ensio" not in closed
    typed = {"use": "", "reason": "Vastaan kanteeseen."}
    refused = client.post(f"/admin/registry/person/{person.pk}/reveal/", typed)
    assert refused.status_code == 422
    assert "Vastaan kanteeseen." in refused.content.decode()
    client.post(
        f"/admin/registry/person/{person.pk}/reveal/", {**typed, "use": "claim"}
    )
    assert "Ensio" in client.get(page).content.decode()
