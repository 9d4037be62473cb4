"""The start page, the language, and the staff's accounts."""

import pytest
from django.test import Client
from django.urls import reverse

from registry.models import AuditEntry, AuditSubject, Staff
from registry.tests.factories import EmailFactory, OrderFactory, StaffFactory


def test_login_page_is_finnish_whatever_the_browser_wants(client: Client) -> None:
    page = client.get(reverse("admin:login"), headers={"Accept-Language": "en"})

    assert 'lang="fi"' in page.content.decode()
    assert "Kespet CRM" in page.content.decode()


@pytest.mark.parametrize("language", ["sv", "en", "fi"])
def test_language_is_chosen_once_and_stays(language: str, sales: Client) -> None:
    sales.post(reverse("admin:language"), {"language": language, "next": "/admin/"})

    page = sales.get(reverse("admin:index")).content.decode()

    assert f'lang="{language}"' in page
    assert Staff.objects.get(username="sales").language == language


def test_language_choice_leads_nowhere_else(sales: Client) -> None:
    posted = {"language": "sv", "next": "https://evil.example/"}

    response = sales.post(reverse("admin:language"), posted)

    assert response["Location"] == reverse("admin:index")


def test_start_page_shows_open_orders(sales: Client) -> None:
    order = OrderFactory(status="confirmed")
    done = OrderFactory(status="closed")

    page = sales.get(reverse("admin:index")).content.decode()

    assert order.number in page
    assert done.number not in page


def test_search_is_recorded_with_whom_it_showed_and_without_its_text(
    sales: Client,
) -> None:
    person = EmailFactory(address="etsitty@kone.example").person

    sales.post(reverse("admin:search"), {"text": "etsitty@kone"}, follow=True)

    entry = AuditEntry.objects.get(action="search.run")
    assert entry.fields == ["email"]
    assert AuditSubject.objects.get(entry_id=entry.pk).subject_id == person.pk


def test_administrator_adds_a_colleague_and_changes_no_own_rights(
    administrator: Client,
) -> None:
    own = Staff.objects.get(username="administrator")
    added = administrator.post(
        reverse("admin:registry_staff_add"),
        {
            "username": "uusi",
            "usable_password": "true",
            "password1": "riittävän pitkä 8",
            "password2": "riittävän pitkä 8",
        },
    )
    url = reverse("admin:registry_staff_change", args=[own.pk])
    administrator.post(url, {"username": "administrator", "language": "fi"})

    assert added.status_code == 302
    assert Staff.objects.filter(username="uusi").exists()
    own.refresh_from_db()
    assert own.is_staff
    assert own.role_names == ["administrator"]


def test_staff_search_is_posted(administrator: Client) -> None:
    StaffFactory(username="etsitty", is_staff=True)
    url = reverse("admin:registry_staff_changelist")

    response = administrator.post(url, {"posted_search": "etsit"})

    assert "etsit" not in response["Location"]
    page = administrator.get(response["Location"]).content.decode()
    assert "etsitty" in page
    assert "q=etsit" not in page
