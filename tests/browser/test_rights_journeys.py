"""Each right all the way in a real browser, by keyboard alone. Erasure has its own."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator

from privacy.models import (
    Case,
    ConsentAction,
    ConsentEvent,
    Objection,
    ObjectionAssessment,
    Restriction,
)
from privacy.models.case_choices import AT_ONCE_KINDS, CaseKind
from privacy.tests.cast import give_consent
from privacy.tests.objecting import balance_all
from registry.models import OutgoingMail, PersonGuard

from .conftest import WIDTHS, Visitor
from .rights import (
    Journey,
    choose_option,
    choose_radio,
    log_officer_in,
    make_person,
    press_on,
    write_in,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def journey(chromium: Browser, live_server) -> Iterator[Journey]:
    """The person and the officer, each with a browser of her own."""
    contexts = {
        width: chromium.new_context(
            viewport={"width": WIDTHS[width], "height": 900}, locale="fi-FI"
        )
        for width in ("phone", "desk")
    }
    person, officer = (
        Visitor(context.new_page(), live_server.url) for context in contexts.values()
    )
    log_officer_in(officer)
    yield Journey(person, officer)
    for context in contexts.values():
        context.close()


def ended(case: Case) -> tuple[str, str]:
    case.refresh_from_db()
    return case.state, case.outcome


def approve_button(page: Locator) -> Locator:
    return page.locator("form[action$='/approve/'] button")


@pytest.mark.parametrize("kind", [CaseKind.ACCESS, CaseKind.PORTABILITY])
def test_person_gets_her_data(journey: Journey, kind: CaseKind) -> None:
    make_person()
    case = journey.ask(kind)
    journey.decide(approve_button(journey.open_case(case)))
    page = journey.carry_out()
    assert ended(case) == ("closed", "granted")
    with journey.person.page.expect_download() as download:
        press_on(page.locator("form[action$='/package/'] button"))
    assert download.value.suggested_filename.endswith(".zip")


def test_each_proposed_value_is_corrected_or_kept_with_a_reason(
    journey: Journey,
) -> None:
    person = make_person()
    case = journey.ask(CaseKind.RECTIFICATION, "Nimeni on muuttunut.")
    journey.propose("persons.family_name", "Varpunen")
    journey.propose("persons.given_name", "Aino")
    page = journey.open_case(case)
    family, given = page.locator(".k-rectify").all()
    choose_option(family.locator("select[name=decision]"), "correct")
    journey.decide(family.locator("form[action$='/rectify_decide/'] button"))
    choose_option(given.locator("select[name=decision]"), "keep")
    write_in(given.locator("textarea[name=reason]"), "Väestötietojen mukainen.")
    journey.decide(given.locator("form[action$='/rectify_decide/'] button"))
    journey.decide(approve_button(page))
    told = journey.carry_out()
    assert ended(case) == ("closed", "partly")
    person.refresh_from_db()
    assert (person.given_name, person.family_name) == ("Ainokaisa", "Varpunen")
    assert OutgoingMail.objects.filter(kind="case.rectified").count() == 1
    assert "Toteutettu osittain" in told.inner_text()


def test_processing_is_restricted_on_the_chosen_ground(journey: Journey) -> None:
    person = make_person()
    case = journey.ask(CaseKind.RESTRICTION, "Tietoni ovat vanhentuneet.")
    page = journey.open_case(case)
    choose_radio(page.locator("input[name=ground][value='18_1_b']"))
    write_in(page.locator("#restriction-reason"), "Ei halua poistoa")
    journey.decide(page.locator("form[action$='/restriction/'] button"))
    assert not PersonGuard.objects.filter(person=person, restricted=True).exists()
    journey.decide(approve_button(page))
    told = journey.carry_out()
    assert ended(case) == ("closed", "granted")
    assert Restriction.objects.get().ground == "18_1_b"
    assert OutgoingMail.objects.filter(kind="case.restricted").count() == 1
    told.get_by_text("Hyväksytty").first.wait_for()


def test_objection_is_weighed_activity_by_activity(journey: Journey) -> None:
    make_person()
    balance_all()
    case = journey.ask(CaseKind.OBJECTION, "Minua on uhkailtu.")
    page = journey.open_case(case)
    weighed = page.locator(".k-weighing:has(input[type=radio])")
    first, *others = weighed.all()
    choose_radio(first.locator("input[value=overridden]"))
    choose_option(first.locator("select"), "claims")
    write_in(first.locator("textarea"), "Saatava on käräjäoikeudessa.")
    for other in others:
        choose_radio(other.locator("input[value=upheld]"))
    journey.decide(page.get_by_role("button", name="Päätä ja lähetä kirje"))
    told = journey.carry_out()
    assert ended(case) == ("closed", "partly")
    decisions = ObjectionAssessment.objects.values_list("decision", flat=True)
    assert set(decisions) == {"upheld", "overridden"}
    told.get_by_text("Saatava on käräjäoikeudessa.").wait_for()


@pytest.mark.parametrize("kind", sorted(AT_ONCE_KINDS))
def test_marketing_and_consent_end_by_her_word_alone(
    journey: Journey, kind: CaseKind
) -> None:
    give_consent(make_person())
    case = journey.ask(kind)
    journey.person.page.get_by_text("Voimassa heti").wait_for()
    if kind == CaseKind.MARKETING_OBJECTION:
        assert Objection.objects.get().kind == "marketing"
    else:
        latest = ConsentEvent.objects.latest("pk")
        assert latest.action == ConsentAction.WITHDRAWN
    journey.carry_out()
    assert ended(case) == ("closed", "granted")
    page = journey.open_case(case)
    assert approve_button(page).count() == 0
