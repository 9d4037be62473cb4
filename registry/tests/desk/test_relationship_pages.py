"""The relationship on the pages, and the page on which its end is recorded."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registry.models import BusinessEvent, PersonClock
from registry.tests.factories import (
    BusinessEventFactory,
    PersonFactory,
    PositionFactory,
)

pytestmark = pytest.mark.django_db


def shown(client: Client, name: str, key: int) -> str:
    answer = client.get(reverse(f"admin:{name}", args=[key]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_person_page_tells_since_when_and_until_when(sales: Client) -> None:
    person = PersonFactory()
    page = shown(sales, "registry_person_change", person.pk)
    assert "Ei ostoja eikä muuta asiointia asiakkaana." in page
    assert reverse("admin:registry_person_end", args=[person.pk]) not in page
    today = timezone.localdate()
    BusinessEventFactory(person=person, company=None, on=date(2015, 3, 4))
    BusinessEventFactory(person=person, company=None, on=today)
    page = shown(sales, "registry_person_change", person.pk)
    silent_on = PersonClock.objects.get(person=person).detected_on
    assert "4.3.2015" in page
    assert f"{silent_on:%-d.%-m.%Y}" in page
    assert reverse("admin:registry_person_end", args=[person.pk]) in page


def test_end_of_a_private_customer_is_recorded_and_taken_back(sales: Client) -> None:
    person = PersonFactory()
    today = timezone.localdate()
    BusinessEventFactory(person=person, company=None, on=today - timedelta(days=9))
    url = reverse("admin:registry_person_end", args=[person.pk])
    assert "Liiketoiminta on loppunut" not in sales.get(url).content.decode()
    answer = sales.post(url, {"on": today.isoformat(), "reason": "notice_by_customer"})
    assert answer.status_code == 302
    assert PersonClock.objects.get(person=person).ended_by == "agreed"
    page = shown(sales, "registry_person_change", person.pk)
    assert "Asiakas irtisanoi" in page  # on the timeline
    assert "Peru päättyminen" in page
    sales.post(url, {"act": "withdraw"})
    assert PersonClock.objects.get(person=person).ended_by == "silence"
    answer = sales.post(url, {"act": "withdraw"}, follow=True)
    assert "ei ole kirjattu päättymistä" in answer.content.decode()


def test_company_whose_business_ceased_takes_its_people_along(sales: Client) -> None:
    place = PositionFactory()
    today = timezone.localdate()
    BusinessEventFactory(person=None, company=place.company, on=today)
    page = shown(sales, "registry_company_change", place.company_id)
    url = reverse("admin:registry_company_end", args=[place.company_id])
    assert url in page
    answer = sales.post(url, {"on": today.isoformat(), "reason": "business_ceased"})
    assert answer.status_code == 302
    page = shown(sales, "registry_company_change", place.company_id)
    assert "Liiketoiminta on loppunut" in page
    assert PersonClock.objects.get(person=place.person).ended_by == "dissolved"


def test_impossible_day_is_told_at_its_field_and_nothing_is_lost(
    sales: Client,
) -> None:
    person = PersonFactory()
    today = timezone.localdate()
    BusinessEventFactory(person=person, company=None, on=today)
    url = reverse("admin:registry_person_end", args=[person.pk])
    early = (today - timedelta(days=1)).isoformat()
    answer = sales.post(url, {"on": early, "reason": "notice_by_us"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_on_error"' in page
    assert f'value="{early}"' in page
    assert '<option value="notice_by_us" selected' in page
    assert sales.post(url, {"on": "", "reason": ""}).status_code == 422
    assert (
        sales.post(
            url, {"on": today.isoformat(), "reason": "business_ceased"}
        ).status_code
        == 422
    )
    assert BusinessEvent.objects.count() == 1
