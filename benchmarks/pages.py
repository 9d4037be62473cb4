"""What staff do all day, through Django's test client in this process."""

from collections.abc import Callable
from typing import Any, Final

from django.test import Client
from django.urls import reverse

from kespet_crm.seeding.logins import ensure_logins

from .forms import read_form
from .subjects import Subject

PEOPLE: Final = "admin:registry_person_changelist"
PERSON: Final = "admin:registry_person_change"
EDIT: Final = "admin:registry_person_edit"
SEARCH: Final = "admin:search"


class PageError(Exception):
    """A page answered otherwise than with itself."""


class Desk:
    """A salesperson at work."""

    def __init__(self) -> None:
        self.client = Client(HTTP_HOST="localhost", raise_request_exception=True)
        self.client.force_login(ensure_logins("bench-only-password")["myynti"])

    def get(self, address: str) -> str:
        return self._page(self.client.get(address))

    def post(self, address: str, fields: dict[str, str]) -> str:
        return self._page(self.client.post(address, fields, follow=True))

    def _page(self, response: Any) -> str:
        if response.status_code != 200:
            raise PageError(f"answered {response.status_code}")
        return str(response.content.decode())

    def open_list(self, _subject: Subject) -> str:
        """The first page of all people."""
        return self.get(reverse(PEOPLE))

    def open_deep_page(self, subject: Subject) -> str:
        """The page that begins after some person in the middle of the list."""
        return self.get(f"{reverse(PEOPLE)}?after={subject.pk}")

    def search(self, text: str) -> str:
        """Type into the one search box and see the answer: two requests."""
        return self.post(reverse(SEARCH), {"text": text})

    def narrow_list(self, text: str) -> str:
        """Search within the list of people: two requests."""
        return self.post(reverse(PEOPLE), {"posted_search": text})

    def open_person(self, subject: Subject) -> str:
        """Everything about one person."""
        return self.get(reverse(PERSON, args=[subject.pk]))

    def prepare_save(self, subject: Subject) -> Callable[[], None]:
        """The page is open and a name changed; the answer sends it off."""
        address = reverse(EDIT, args=[subject.pk])
        fields = read_form(self.get(address))
        turn = len(fields["given_name"]) % 2
        fields["given_name"] = fields["given_name"].rstrip() + ("a", "")[turn]
        return lambda: self._send(address, fields)

    def _send(self, address: str, fields: dict[str, str]) -> None:
        response = self.client.post(address, fields)
        if response.status_code != 302:
            raise PageError(f"saving answered {response.status_code}")
