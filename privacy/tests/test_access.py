"""Access and portability: one ZIP with everything, and nobody else in it."""

import csv
import io
import json
import re
import stat
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from privacy.access.copies import fee_for
from privacy.access.download import (
    PackageGone,
    delete_closed_files,
    delete_expired_packages,
    take_package,
)
from privacy.access.package import build_package
from privacy.models import AccessPackage, Case, Recipient
from privacy.models.case_choices import CaseKind
from privacy.models.package import packages_dir
from privacy.services.cases.approve import drive_again
from privacy.services.execute import execute_case
from privacy.services.portability import portable_holdings
from registry.law.access import REQUIRED_SECTIONS
from registry.models import OutgoingMail, PersonClock
from registry.seams.audit import record
from registry.seams.jobs import Job, JobState
from registry.seams.personal_data import registry_of_holdings
from registry.tests.factories import (
    CompanyFactory,
    OrderFactory,
    PersonFactory,
    PositionFactory,
)

from .cases import aino, approved_case, confirmed_case, link_in, officer
from .cast import HAPPENINGS, give_consent

pytestmark = pytest.mark.django_db


def package_of(kind: CaseKind = CaseKind.ACCESS) -> tuple[Case, zipfile.ZipFile]:
    """A case carried out, and the ZIP it gave."""
    case = approved_case(officer(), confirmed_case(kind))
    execute_case(case_id=case.pk)
    case.refresh_from_db()
    path = case.packages.get().path
    return case, zipfile.ZipFile(io.BytesIO(path.read_bytes()))


def test_package_has_the_parts_of_the_contract() -> None:
    aino()
    case, package = package_of()
    assert case.state == "closed"
    document = json.loads(package.read("data.json"))
    assert document["schema"]
    assert document["generated_at"]
    assert document["emails"][0]["address"] == "ainokaisa@kanaria.example"
    rows = list(csv.DictReader(io.StringIO(package.read("data/emails.csv").decode())))
    assert rows[0]["address"] == "ainokaisa@kanaria.example"


def test_every_exported_holding_of_the_map_is_in_the_package() -> None:
    aino()
    _case, package = package_of()
    document = json.loads(package.read("data.json"))
    wanted = {
        holding.key
        for holding in registry_of_holdings
        if holding.exported_fields() and not holding.mentions_only
    }
    assert wanted <= set(document)
    assert {f"data/{key}.csv" for key in wanted} <= set(package.namelist())


def test_page_refers_to_nothing_outside() -> None:
    aino()
    _case, package = package_of()
    page = package.read("index.html").decode()
    assert 'lang="fi"' in page
    assert "Ainokaisa Kanarialintu" in page
    assert not re.search(r'(src|href)="(https?:)?//', page)
    assert "<script" not in page


def test_page_names_the_authority_the_recipients_and_the_source() -> None:
    aino()
    Recipient.objects.create(name="Postipalvelu Oy", service="Kirjeiden jakelu")
    _case, package = package_of()
    page = package.read("index.html").decode()
    assert "tietosuoja@om.fi" in page
    assert "Postipalvelu Oy" in page


def test_other_peoples_data_is_withheld_and_said_to_be() -> None:
    person = aino()
    company = CompanyFactory()
    PositionFactory(person=person, company=company)
    colleague = PersonFactory(given_name="Väinö", family_name="Muukalainen")
    PositionFactory(person=colleague, company=company)
    OrderFactory(
        buyer_company=company,
        contact=person,
        reference="Sopi Väinö Muukalainen, vaino@toinen.example, 050 765 4321",
    )
    _case, package = package_of()
    text = package.read("data.json").decode() + package.read("index.html").decode()
    assert "Sopi " in text
    for secret in ("Muukalainen", "vaino@toinen.example", "050 765 4321"):
        assert secret not in text


def test_who_looked_is_told_without_names() -> None:
    person = aino()
    actor = officer()
    record(
        actor=actor,
        action="person.viewed",
        subjects=[("person", person.pk)],
        purpose="sales",
    )
    _case, package = package_of()
    uses = json.loads(package.read("data.json"))["uses"]
    assert {"person.viewed"} <= {use["action"] for use in uses}
    assert actor.username not in package.read("data.json").decode()


def test_portability_leaves_our_conclusions_out() -> None:
    aino()
    _case, package = package_of(CaseKind.PORTABILITY)
    person = json.loads(package.read("data.json"))["persons"][0]
    assert person["given_name"] == "Ainokaisa"
    assert "kind" not in person


def test_portability_says_that_a_contact_gets_a_copy_instead() -> None:
    aino()
    _case, package = package_of(CaseKind.PORTABILITY)
    page = package.read("index.html").decode()
    assert "oikeus siirtää tiedot järjestelmästä toiseen" in page
    assert "ei koske niitä" in page


def test_portability_covers_the_orders_of_a_private_customer() -> None:
    person = aino()
    person.private_customer = True
    person.save()
    OrderFactory(buyer_company=None, buyer_person=person)
    _case, package = package_of(CaseKind.PORTABILITY)
    assert portable_holdings(person.pk, ["purchases", "emails"]) == ["purchases"]
    assert json.loads(package.read("data.json"))["purchases"]


@pytest.mark.parametrize("kind", [CaseKind.ACCESS, CaseKind.PORTABILITY])
def test_page_has_every_section_the_law_names(kind: CaseKind) -> None:
    aino()
    _case, package = package_of(kind)
    page = package.read("index.html").decode()
    found = re.findall(
        r'<div data-section="(\w+)"[^>]*>(.*?)</div>\s*(?=<div data|</main)',
        page,
        re.S,
    )
    assert set(REQUIRED_SECTIONS) <= {name for name, _text in found}
    assert all(strip_tags(text).strip() for _name, text in found)


def test_page_says_until_when_the_person_is_stored() -> None:
    person = aino()
    _case, package = package_of()
    last_day = PersonClock.objects.get(person=person).last_day
    assert last_day
    assert f"{last_day:%-d.%-m.%Y}" in package.read("index.html").decode()


def test_only_a_further_copy_may_cost() -> None:
    aino()
    first, _package = package_of()
    second = confirmed_case(CaseKind.ACCESS)
    assert not fee_for(first).fee_allowed
    assert fee_for(second).fee_allowed
    assert fee_for(second).fee == 0


def test_file_is_for_its_owner_only() -> None:
    aino()
    case, _package = package_of()
    mode = case.packages.get().path.stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_person_downloads_by_her_link_a_few_times_only(client: Client) -> None:
    aino()
    case, _package = package_of()
    own_page = link_in(OutgoingMail.objects.latest("pk"))
    assert "package/" in client.get(own_page).content.decode()
    response = client.post(own_page + "package/")
    assert response["Content-Type"] == "application/zip"
    assert zipfile.is_zipfile(io.BytesIO(response.getvalue()))
    for _turn in range(case.packages.get().downloads_left):
        take_package(case_id=case.pk)
    with pytest.raises(PackageGone):
        take_package(case_id=case.pk)
    assert client.post(own_page + "package/").status_code == 302


def test_package_goes_after_fourteen_days() -> None:
    aino()
    case, _package = package_of()
    package = case.packages.get()
    assert delete_expired_packages(now=timezone.now() + timedelta(days=13)) == 0
    assert package.path.exists()
    assert (
        delete_expired_packages(now=timezone.now() + timedelta(days=14, hours=1)) == 1
    )
    assert not package.path.exists()


def test_second_run_of_the_job_makes_no_second_package() -> None:
    aino()
    case, _package = package_of()
    mails = OutgoingMail.objects.count()
    execute_case(case_id=case.pk)
    assert AccessPackage.objects.count() == 1
    assert OutgoingMail.objects.count() == mails


def test_country_outside_the_eea_is_told() -> None:
    aino()
    Recipient.objects.create(name="Far Inc", service="Mail", country="US")
    _case, package = package_of()
    assert ": US<" in package.read("index.html").decode()


def test_approved_case_whose_job_failed_is_driven_again() -> None:
    aino()
    case = approved_case(officer(), confirmed_case(CaseKind.ACCESS))
    assert drive_again() == 0
    Job.objects.update(state=JobState.FAILED)
    assert drive_again() == 1
    execute_case(case_id=case.pk)
    assert drive_again() == 0


def test_file_of_a_deleted_row_is_swept() -> None:
    delete_closed_files()  # what other runs have left
    aino()
    case, _package = package_of()
    package = case.packages.get()
    AccessPackage.objects.update(deleted_at=timezone.now())
    assert delete_closed_files() >= 1
    assert not package.path.exists()


def test_each_row_names_its_last_day_and_its_rule() -> None:
    person = aino()
    _case, package = package_of()
    clock = PersonClock.objects.get(person=person)
    row = json.loads(package.read("data.json"))["emails"][0]
    assert row["storage_last_day"] == str(clock.last_day)
    assert row["storage_rule"] == clock.rule
    assert row["storage_held_by"] == ["case"]


def test_portability_carries_no_words_of_ours_about_storage() -> None:
    aino()
    _case, package = package_of(CaseKind.PORTABILITY)
    assert "storage_rule" not in package.read("data.json").decode()


def test_places_left_out_are_counted_one_by_one() -> None:
    person = aino()
    OrderFactory(
        buyer_company=CompanyFactory(),
        contact=person,
        reference="vaino@toinen.example ja 050 765 4321",
    )
    _case, package = package_of()
    assert json.loads(package.read("data.json"))["withheld"] == [
        {"holding": "orders_as_contact", "field": "reference", "places": 2}
    ]
    assert "2 kohtaa" in strip_tags(package.read("index.html").decode())


def test_page_tells_of_earlier_requests_and_how_they_ended() -> None:
    aino()
    first, _package = package_of()
    _case, package = package_of(CaseKind.PORTABILITY)
    page = package.read("index.html").decode()
    section = page.partition('data-section="past_requests"')[2]
    assert first.reference in section
    assert first.get_outcome_display() in section


def test_page_tells_what_she_allowed_and_forbade() -> None:
    person = aino()
    give_consent(person, topic="maatila")
    HAPPENINGS["object"](person)
    _case, package = package_of()
    section = package.read("index.html").decode().partition("section-consents")[2]
    assert "maatila" in section
    assert section.index("Vastustaminen") < section.index("Suostumus")


def test_formula_is_neutral_in_the_tables_and_verbatim_in_the_data() -> None:
    person = aino()
    OrderFactory(buyer_company=CompanyFactory(), contact=person, reference="=1+1")
    _case, package = package_of()
    document = json.loads(package.read("data.json"))
    assert document["orders_as_contact"][0]["reference"] == "=1+1"
    assert "'=1+1" in package.read("data/orders_as_contact.csv").decode()
    assert "\n+358401239876," in package.read("data/phones.csv").decode()


def test_failed_package_leaves_no_file() -> None:
    aino()
    case = approved_case(officer(), confirmed_case(CaseKind.ACCESS))

    def stop(_rows: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        build_package(case, progress=stop)
    assert not list(packages_dir().glob(f"{case.reference}-*"))
