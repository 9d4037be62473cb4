"""Restricted data changes only in a transaction that logged why (Art. 18(2))."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from psycopg2 import errors

from registry.exceptions import PersonRestricted
from registry.models import (
    AuditEntry,
    LawfulUse,
    Person,
    PersonEmail,
    PersonGuard,
    RestrictedAct,
    RestrictedField,
    RestrictedUse,
    Staff,
)
from registry.models.restricted_field import column_place, place_of
from registry.models.showing import LOOK_LASTS
from registry.services.contact_points import give_email, remove_point
from registry.services.persons import update_person
from registry.services.restricted_use import log_restricted_use, may_look
from registry.tests.factories import (
    EmailFactory,
    PersonFactory,
    PhoneFactory,
    PositionFactory,
    StaffFactory,
)

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


def field_restricted(*, phone: bool = False) -> Person:
    """A person of whom only the family name, or one of two numbers, is restricted."""
    person: Person = PersonFactory(given_name="Ensio", family_name="Kiistetty")
    number = PhoneFactory(person=person, e164="+358401110001")
    PhoneFactory(person=person, e164="+358401110002", is_primary=False)
    place = place_of(number) if phone else column_place("family_name")
    RestrictedField.objects.create(person=person, place=place)
    return person


def by_sql(person: Person) -> None:
    run("UPDATE registry_person SET family_name = 'Muu' WHERE id = %s", person)


def by_bulk_update(person: Person) -> None:
    person.family_name = "Muu"
    Person.objects.bulk_update([person], ["family_name"])


def by_conflict(person: Person) -> None:
    """As COPY into a table of its own and INSERT … ON CONFLICT do it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS come")
        cursor.execute("CREATE TEMP TABLE come (id bigint, name text)")
        with cursor.connection.cursor() as raw:
            raw.copy_expert("COPY come FROM STDIN", StringIO(f"{person.pk}\tMuu\n"))
        cursor.execute(
            "UPDATE registry_person p SET family_name = c.name FROM come c"
            " WHERE c.id = p.id"
        )


@pytest.mark.parametrize("change", [by_sql, by_bulk_update, by_conflict])
def test_database_refuses_a_change_of_a_restricted_field_on_every_path(
    change: Callable[[Person], None],
) -> None:
    person, other = field_restricted(), PersonFactory()
    change(other)
    with pytest.raises(IntegrityError, match="logged"), transaction.atomic():
        change(person)
    Person.objects.filter(pk=person.pk).update(given_name="Uusi", version=4)
    log(person)
    change(person)


def test_restriction_of_one_row_leaves_the_others_free() -> None:
    person = field_restricted(phone=True)
    first, second = person.phones.order_by("e164")
    type(second).objects.filter(pk=second.pk).update(e164="+358401110003")
    for change in ({"e164": "+358401110004"}, {"person": PersonFactory()}):
        with pytest.raises(IntegrityError, match="logged"), transaction.atomic():
            type(first).objects.filter(pk=first.pk).update(**change)
    with pytest.raises(PersonRestricted):
        remove_point(actor=StaffFactory(), point=first)
    remove_point(actor=StaffFactory(), point=second)


def test_rows_of_a_restricted_person_are_not_copied_in_or_moved_away() -> None:
    person, other = restricted_person(), PersonFactory()
    line = f"{person.pk}\t+358401112224\tmobile\tf\t\\\\x\t1\tnow\n"
    columns = (
        "person_id, e164, number_type, is_primary, suppression_digest,"
        " digest_key_version, created_at"
    )
    statement = f"COPY registry_personphone ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.connection.cursor() as raw:
        raw.copy_expert(
            statement, StringIO(line.replace(str(person.pk), str(other.pk)))
        )
        with (
            pytest.raises(errors.RestrictViolation, match="logged"),
            transaction.atomic(),
        ):
            raw.copy_expert(statement, StringIO(line))
    with pytest.raises(IntegrityError, match="logged"), transaction.atomic():
        PersonEmail.objects.filter(person=person).update(person=other)


def test_service_refuses_a_restricted_field_and_takes_the_others() -> None:
    person, actor = field_restricted(), StaffFactory()
    with pytest.raises(PersonRestricted):
        update_person(actor=actor, person=person, expected_version=1, family_name="X")
    person.refresh_from_db()
    update_person(
        actor=actor,
        person=person,
        expected_version=1,
        given_name="Uusi",
        family_name="Kiistetty",
    )


@pytest.mark.parametrize("phone", [False, True])
def test_restricted_field_is_masked_wherever_she_is_shown_until_revealed(
    client: Client,
    phone: bool,  # a case of the test
) -> None:
    person = field_restricted(phone=phone)
    position = PositionFactory(person=person)
    secret = "40 1110001" if phone else "Kiistetty"
    pages = (
        "/admin/registry/person/",
        f"/admin/registry/person/{person.pk}/change/",
        f"/admin/registry/person/{person.pk}/edit/",
        f"/admin/registry/company/{position.company_id}/change/",
    )
    seller = StaffFactory(is_staff=True)
    seller.groups.add(Group.objects.get(name="sales"))
    client.force_login(seller)
    for page in pages:
        text = client.get(page).content.decode().replace("\xa0", " ")
        assert "Ensio" in text, page
        assert secret not in text, page
        assert "«" in text, page
    log(person, seller, act=RestrictedAct.LOOK, use=LawfulUse.CLAIM)
    shown = client.get(pages[1]).content.decode()
    assert "«rajoitettu»" not in shown
