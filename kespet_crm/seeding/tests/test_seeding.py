"""Demo data: repeatable, valid by the register's own rules, and fast ways undone."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models

from contacts.models import FollowUp, Interaction, Participant
from kespet_crm.roles import ROLES
from kespet_crm.seeding import invented
from kespet_crm.seeding.bare_tables import bare_tables
from kespet_crm.seeding.bulk import fill_register
from kespet_crm.seeding.company_year import tell_story
from kespet_crm.seeding.logins import LOGINS, ensure_logins
from privacy.models import (
    Case,
    ConsentEvent,
    LegalHold,
    NoticeDelivery,
    Objection,
    Restriction,
)
from registry.digests import contact_digest
from registry.law.identifiers.business_id import parse_business_id
from registry.law.identifiers.email import is_valid_email, normalise_email
from registry.law.identifiers.phone import parse_phone
from registry.models import (
    BusinessEvent,
    Company,
    Order,
    OrderLine,
    Person,
    PersonEmail,
    PersonPhone,
    Position,
    Source,
    Staff,
    Voucher,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
COUNTED: tuple[type[models.Model], ...] = (
    Person, Company, Position, Source, PersonEmail, PersonPhone, Order, OrderLine,
    Voucher, BusinessEvent, Interaction, Participant, FollowUp, Staff, Case,
    ConsentEvent, Objection, Restriction, LegalHold, NoticeDelivery,
)  # fmt: skip


def counts() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in COUNTED}


def test_story_is_told_once_and_is_of_a_small_company() -> None:
    logins = ensure_logins("a-demo-password")
    seller, officer = logins["myynti"], logins["tietosuoja"]
    tell_story(today=TODAY, seller=seller, officer=officer)
    told = counts()
    assert (told["Person"], told["Company"]) == (150, 43)
    assert min(told.values()) > 0
    Person.objects.filter(kind="prospect")[0].delete()
    tell_story(today=TODAY, seller=seller, officer=officer)
    assert counts()["Person"] == 149


def test_every_role_has_a_login_and_the_password_follows() -> None:
    ensure_logins("first-password")
    staff = ensure_logins("second-password")
    assert {role for _name, role, _given, _family in LOGINS} == ROLES.keys()
    for name, role, _given, _family in LOGINS:
        assert staff[name].check_password("second-password")
        assert [group.name for group in staff[name].groups.all()] == [role]
        assert not staff[name].is_superuser


def test_register_is_filled_to_a_number_and_no_further() -> None:
    assert fill_register(20) == 20
    filled = counts()
    assert (filled["Order"], filled["OrderLine"], filled["BusinessEvent"]) == (40,) * 3
    assert (filled["Interaction"], filled["Participant"]) == (60, 60)
    assert (filled["Company"], filled["Source"]) == (4, 20)
    assert fill_register(20) == 0
    assert counts() == filled
    assert fill_register(30) == 10
    assert counts()["Person"] == 30


def test_filled_rows_pass_the_rules_of_the_register() -> None:
    fill_register(200)
    for model in COUNTED:
        for row in model._default_manager.all()[:200]:
            row.full_clean()
    email, phone = PersonEmail.objects.all()[0], PersonPhone.objects.all()[0]
    assert bytes(email.suppression_digest) == contact_digest(email.normalised)
    assert bytes(phone.suppression_digest) == contact_digest(phone.e164)
    assert Person.objects.filter(private_customer=True).exists()
    assert Source.objects.filter(kind="partner", partner__isnull=False).exists()


def test_invented_people_are_the_same_at_every_run_and_reachable_nowhere() -> None:
    assert invented.person(17) == invented.person(17)
    people = [invented.person(number) for number in range(2_000)]
    assert len({person.email for person in people}) == len(people)
    assert len({invented.reference("H", person.number) for person in people}) == 2_000
    for person in people:
        assert person.email == normalise_email(person.email)
        assert is_valid_email(person.email)
        assert person.email.endswith(".example")
        assert parse_phone(person.phone).e164 == person.phone
        assert "2006" <= person.collected[:4] <= "2026"


def test_invented_business_ids_are_valid_and_different() -> None:
    ids = [invented.business_id(number) for number in range(0, 200_000, 7)]
    assert len(set(ids)) == len(ids)
    assert all(parse_business_id(one).normalised == one for one in ids)


def catalogue() -> set[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid IN ('registry_person'::regclass, 'registry_order'::regclass)"
            " UNION ALL SELECT indexname, indexdef FROM pg_indexes"
            " WHERE tablename IN ('registry_person', 'registry_order')"
        )
        return set(cursor.fetchall())


def test_bare_tables_get_every_constraint_and_index_back() -> None:
    before = catalogue()
    with bare_tables(["registry_person", "registry_order"]):
        assert len(catalogue()) < len(before)
    assert catalogue() == before


def test_command_refuses_a_register_of_real_people(settings: object) -> None:
    settings.DEMO = False  # type: ignore[attr-defined]  # pytest-django's fixture
    Person.objects.create(given_name="Oikea", collected_on=TODAY)
    with pytest.raises(CommandError, match="real people"):
        call_command("seed_demo")
    assert Staff.objects.count() == 0


def test_command_refuses_more_than_it_can() -> None:
    with pytest.raises(CommandError, match="1000000"):
        call_command("seed_demo", persons=1_000_001)


def test_command_fills_to_the_number(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("seed_demo", persons=15)
    assert Person.objects.count() == 15
    assert "15 persons made" in capsys.readouterr().out
