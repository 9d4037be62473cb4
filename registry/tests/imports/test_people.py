"""People come in once, are found again, are filled and never overwritten."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.choices import Channel, SourceKind
from registry.models import (
    Address,
    Company,
    ImportOutcome,
    ImportRow,
    Partner,
    Person,
    PersonEmail,
    PersonGuard,
    PersonPhone,
    Position,
    Source,
)
from registry.seams.audit.models import AuditEntry

from .conftest import AINO, BO

pytestmark = pytest.mark.django_db


def counts_of(run):
    names = ("created", "updated", "unchanged", "refused")
    return tuple(run.counts[name] for name in names)


def test_person_comes_in_with_all_that_the_row_says(people_file, import_file):
    run = import_file(people_file(AINO))
    assert counts_of(run) == (1, 0, 0, 0)
    aino = Person.objects.get()
    assert (aino.full_name, str(aino.collected_on)) == ("Aino Äijälä", "2018-08-04")
    email = PersonEmail.objects.get(person=aino)
    assert (email.normalised, email.is_primary) == ("aino@kolmeks.example", True)
    assert PersonPhone.objects.get(person=aino).e164 == "+358401234567"
    position = Position.objects.get(person=aino)
    assert (position.title, position.company.name) == ("Ostaja", "Kolmeks Oy")
    assert position.company.industry_code == "28130"
    assert Address.objects.get(company=position.company).city == "Ilmajoki"
    source = Source.objects.get(person=aino)
    assert (source.kind, source.channel, source.detail, str(source.collected_on)) == (
        SourceKind.SELF,
        Channel.FAIR,
        "FinnTec",
        "2018-08-04",
    )


def everything():
    tables = (Person, PersonEmail, PersonPhone, Company, Position, Address, Source)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def test_same_file_twice_changes_nothing(people_file, import_file):
    path = people_file(AINO, BO)
    import_file(path)
    before = everything()
    run = import_file(path)
    assert counts_of(run) == (0, 0, 2, 0)
    assert everything() == before


def test_same_file_without_days_changes_nothing_on_another_day(
    file_of, import_file, time_machine_of
):
    path = file_of("Nimi;Email", "Aino Äijälä;a@b.example")
    with time_machine_of("2026-11-01"):
        import_file(path)
    before = everything()
    with time_machine_of("2026-11-20"):
        assert counts_of(import_file(path)) == (0, 0, 1, 0)
    assert everything() == before


def test_source_of_a_partner_names_the_partner(people_file, import_file):
    partner = Partner.objects.create(name="Messukeskus")
    import_file(people_file(AINO), source_kind=SourceKind.PARTNER, partner=partner)
    assert Source.objects.get().partner == partner


def test_person_is_found_by_an_address_in_capitals(people_file, import_file):
    import_file(people_file(AINO))
    run = import_file(people_file(AINO.upper().replace("SOITTI.", "Soitti.")))
    assert run.counts["matched"] == {"email": 1}
    assert Person.objects.count() == 1
    assert Person.objects.get().given_name == "Aino"


def test_twins_in_one_file_are_one_person(people_file, import_file):
    twin = AINO.replace("aino@kolmeks", "AINO@KOLMEKS")
    run = import_file(people_file(AINO, twin))
    assert counts_of(run) == (1, 0, 1, 0)


def test_dry_run_says_what_the_run_does_and_writes_nothing(
    people_file, import_file, plan_file
):
    path = people_file(
        AINO, AINO.replace("aino@", "Aino@"), BO, BO.replace("bo@", "bo ")
    )
    dry = plan_file(path)
    assert not Person.objects.exists()
    run = import_file(path)
    assert dry.counts.as_dict() == run.counts
    assert dict(dry.counts.reasons) == run.reasons == {"email": 1}


def test_person_is_found_by_phone_and_name_and_gets_the_new_address(
    people_file, import_file
):
    import_file(people_file(AINO))
    run = import_file(people_file(AINO.replace("aino@kolmeks", "aino@uusi")))
    assert run.counts["matched"] == {"phone": 1}
    emails = PersonEmail.objects.order_by("pk").values_list("normalised", "is_primary")
    assert list(emails) == [
        ("aino@kolmeks.example", True),
        ("aino@uusi.example", False),
    ]


def test_number_of_a_switchboard_does_not_make_colleagues_one(people_file, import_file):
    other = AINO.replace("Aino;Äijälä", "Eino;Eskola").replace("aino@", "eino@")
    import_file(people_file(AINO, other))
    assert Person.objects.count() == 2


def test_person_without_address_is_found_by_company_and_name(people_file, import_file):
    import_file(people_file(AINO.replace("aino@kolmeks.example", "")))
    run = import_file(people_file(AINO.replace("040 123 4567", "")))
    assert run.counts["matched"] == {"company_name": 1}
    assert PersonEmail.objects.get().person == PersonPhone.objects.get().person


def test_namesakes_with_addresses_of_their_own_stay_two(people_file, import_file):
    namesake = AINO.replace("aino@", "aino.aijala2@").replace("4567", "9999")
    import_file(people_file(AINO, namesake))
    assert Person.objects.count() == 2


def test_address_of_somebody_with_another_name_is_refused(people_file, import_file):
    import_file(people_file(AINO))
    run = import_file(people_file(AINO.replace("Aino;Äijälä", "Eino;Eskola")))
    assert run.reasons == {"other_person": 1}
    assert Person.objects.get().full_name == "Aino Äijälä"


def test_changed_surname_is_reported_and_not_taken(people_file, import_file):
    import_file(people_file(AINO))
    run = import_file(people_file(AINO.replace("Äijälä", "Öhman")))
    assert counts_of(run) == (0, 0, 1, 0)
    assert ImportRow.objects.get(run=run).differences == [
        ["family_name", "Äijälä", "Öhman"]
    ]
    assert Person.objects.get().family_name == "Äijälä"


def test_empty_fields_are_filled_and_others_stay(people_file, import_file):
    import_file(people_file(BO))
    richer = BO.replace("Öberg;;", "Öberg;Johtaja;").replace(
        "0667;;;;", "0667;Katu 1;00100;Helsinki;"
    )
    run = import_file(people_file(richer))
    assert counts_of(run) == (0, 1, 0, 0)
    assert Position.objects.get().title == "Johtaja"
    assert Address.objects.get().street == "Katu 1"
    run = import_file(people_file(richer.replace("Johtaja", "Ostaja")))
    assert Position.objects.get().title == "Johtaja"
    assert ImportRow.objects.get(run=run).differences == [
        ["title", "Johtaja", "Ostaja"]
    ]


def test_new_job_is_a_second_position(people_file, import_file):
    import_file(people_file(AINO))
    import_file(
        people_file(AINO.replace("Kolmeks Oy;0110120-9", "Kuvalaine Oy;0140238-6"))
    )
    companies = Position.objects.order_by("pk").values_list("company__name", flat=True)
    assert list(companies) == ["Kolmeks Oy", "Kuvalaine Oy"]


def test_home_address_of_a_person_without_company_is_not_taken(file_of, import_file):
    path = file_of("Nimi;Email;Katuosoite", "Aino Äijälä;a@b.example;Kotikatu 1")
    import_file(path)
    assert Person.objects.count() == 1
    assert not Address.objects.exists()


def test_suppressed_address_is_not_brought_back(
    people_file, import_file, gate_in_force
):
    gate_in_force.suppressed = {"aino@kolmeks.example", "+358459820667"}
    run = import_file(people_file(AINO, BO))
    assert run.reasons == {"suppressed": 2}
    assert not Person.objects.exists()


def test_restricted_person_is_not_changed(people_file, import_file):
    import_file(people_file(AINO))
    PersonGuard.objects.create(person=Person.objects.get(), restricted=True)
    run = import_file(people_file(AINO.replace("040 123 4567", "040 999 9999")))
    assert run.reasons == {"not_changeable": 1}
    assert PersonPhone.objects.count() == 1


def refused_codes(run):
    return [row.problems[0][1] for row in ImportRow.objects.filter(run=run)]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Aino;Äijälä", ";", "name_missing"),
        ("aino@kolmeks.example;040 123 4567", ";", "contact_missing"),
        ("aino@kolmeks", "aino at kolmeks", "email"),
        ("040 123 4567", "puhelin", "phone"),
        ("040 123 4567", "0600 123 456", "premium"),
        ("0110120-9", "0110120-8", "business_id"),
        ("65037", "6503", "postal_code"),
        ("04.08.2018", "31.2.2019", "date"),
        ("04.08.2018", "1.1.2190", "future"),
        ("Ostaja", "=cmd|' /C calc'!A0", "formula"),
        ("Ostaja", "+cmd|' /C calc'!A0", "formula"),
        ("Ostaja", "@SUM(1+1)", "formula"),
        ("Soitti.", "=1+1", "formula"),
        ("Soitti.", "hetu 131052-308T", "identity_code"),
        ("Soitti.", "kortti 4111 1111 1111 1111", "card_number"),
        ("Soitti.", "x" * 1_000_000, "too_long"),
        ("Ostaja", "x" * 200, "too_long"),
        ("Ostaja", "Osta\x00ja", "control"),
        ("Äijälä", "Ã„ijÃ¤lÃ¤", "encoding"),
    ],
)
def test_bad_row_is_refused_and_the_others_come_in(
    people_file, import_file, old, new, code
):
    assert old in AINO
    run = import_file(people_file(AINO.replace(old, new), BO))
    assert run.reasons == {code: 1}
    assert counts_of(run) == (1, 0, 0, 1)
    assert Person.objects.get().given_name == "Bo"


def test_row_with_more_cells_than_the_header_is_refused(people_file, import_file):
    assert import_file(people_file(AINO + ";liikaa")).reasons == {"columns": 1}


def test_direction_marks_do_not_come_in(people_file, import_file):
    import_file(people_file(AINO.replace("Aino", "\u202eAi\u200fno")))
    assert Person.objects.get().given_name == "Aino"


def test_refused_row_keeps_no_identity_code(people_file, import_file):
    run = import_file(people_file(AINO.replace("Soitti.", "hetu 131052-308T")))
    raw = str(ImportRow.objects.get(run=run).raw)
    assert "aino@kolmeks.example" in raw
    assert "308T" not in raw


def test_good_rows_keep_no_cells(people_file, import_file):
    import_file(people_file(AINO))
    assert ImportRow.objects.get(outcome=ImportOutcome.CREATED).raw is None


def test_import_is_audited_without_values(people_file, import_file):
    import_file(people_file(AINO))
    entry = AuditEntry.objects.get(action="import.written")
    assert entry.count == 1
    assert "email" in entry.fields


def test_queries_do_not_grow_with_the_rows(people_file, import_file):
    def queries_for(first, count):
        rows = [
            AINO.replace("aino@", f"a{n}@").replace("4567", f"{4000 + n}")
            .replace("Kolmeks Oy;0110120-9", f"Yritys {n};")
            for n in range(first, first + count)
        ]  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            import_file(people_file(*rows))
        return len(queries)

    assert queries_for(0, 1) == queries_for(10, 3) == queries_for(20, 30)


def test_column_of_another_app_gets_its_rows_under_a_stable_key(
    people_file, import_file, remarks
):
    path = people_file(AINO, BO)
    import_file(path)
    import_file(path)
    first, again = remarks
    assert (first.person_id, first.value) == (
        Person.objects.get(given_name="Aino").pk,
        "Soitti.",
    )
    assert first.company_id == Company.objects.get(name="Kolmeks Oy").pk
    assert first.row_key == again.row_key


def test_refused_row_of_a_column_left_out_keeps_no_identity_code(file_of, import_file):
    path = file_of("Nimi;Email;Vapaa", "Aino Äijälä;aino at b;hetu 131052-308T")
    raw = str(ImportRow.objects.get(run=import_file(path)).raw)
    assert "Aino" in raw
    assert "308T" not in raw
