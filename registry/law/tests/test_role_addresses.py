"""Whether an address is a person's or a task's."""

import pytest

from registry.law.identifiers.email import is_role_address
from registry.law.requests import judge_identity


@pytest.mark.parametrize(
    "address",
    [
        "info@yritys.fi",
        "Myynti@yritys.fi",
        "myynti.turku@yritys.fi",
        "asiakas.palvelu@yritys.fi",
        "rehumyynti@yritys.fi",
        "laskut2@yritys.fi",
        "försäljning@bolag.fi",
        "office@company.example",
        "yritys@yritys.fi",
    ],
)
def test_address_of_a_task_or_of_the_company_is_nobodys_own(address: str) -> None:
    assert is_role_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "anna.posti@yritys.fi",
        "myyra@yritys.fi",
        "aino.kallio@toimisto.fi",
        "infanta@yritys.fi",
        "a.b@c.fi",
        "",
    ],
)
def test_address_that_names_a_person_is_hers(address: str) -> None:
    assert not is_role_address(address)


def test_control_of_a_shared_address_shows_nobody() -> None:
    link = {"reply_from_registered_email_with_one_time_link"}
    assert judge_identity(link).sufficient
    assert not judge_identity(link, shared_address=True).sufficient
    both = link | {"call_back_to_number_on_file"}
    assert judge_identity(both, shared_address=True).sufficient
