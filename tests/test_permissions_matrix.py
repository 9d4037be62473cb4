"""Every address times every role, deny by default (docs/architecture.md)."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from registry.models import Staff
from registry.tests.factories import StaffFactory

from .permission_matrix import (
    ADMINISTRATOR,
    ANONYMOUS,
    MARKETING,
    MATRIX,
    NO_ROLE,
    ROLES,
    SALES,
)
from .permission_world import (
    HIDDEN_EMAIL,
    HIDDEN_NAME,
    HIDDEN_SIGNS,
    World,
    build_world,
)

DENIED = {403, 404, 405}


def named_urls(
    resolver: Any = None, prefix: str = ""
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every url name with the names of its arguments, those of its parents included."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            space = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from named_urls(entry, space)
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{prefix}{entry.name}", _arguments(entry)


def _arguments(entry: URLPattern) -> tuple[str, ...]:
    regex = getattr(entry.pattern, "regex", None)
    return tuple(regex.groupindex) if regex else ()


ALL = sorted(dict(named_urls()).items())


@pytest.fixture
def cast(db: None) -> dict[str, Client]:
    """A logged-in client for each role, one without any, and one of nobody."""
    clients = {ANONYMOUS: Client()}
    for role in (*ROLES, NO_ROLE):
        staff: Staff = StaffFactory(is_staff=True, username=role)
        if role in ROLES:
            staff.groups.add(Group.objects.get(name=role))
        clients[role] = Client()
        clients[role].force_login(staff)
    return clients


@pytest.fixture
def world(cast: dict[str, Client]) -> World:
    return build_world(Staff.objects.get(username=SALES))


def test_every_named_address_stands_in_the_matrix() -> None:
    assert {name for name, _arguments in ALL} == set(MATRIX)


def test_addresses_open_for_exactly_their_roles(
    cast: dict[str, Client], world: World
) -> None:
    wrong = {}
    for name, url in addresses(world):
        answers = {role: client.get(url) for role, client in cast.items()}
        opened = {role for role, got in answers.items() if not is_refused(got)}
        closed = {role for role in MATRIX[name] if answers[role].status_code == 403}
        broken = {role for role, got in answers.items() if got.status_code >= 500}
        if opened - MATRIX[name] or closed or broken:
            wrong[name] = {"also": opened - MATRIX[name], "not": closed, "500": broken}

    assert wrong == {}


def test_addresses_refuse_posts_of_all_other_roles(
    cast: dict[str, Client], world: World
) -> None:
    let_in = {}
    for name, url in addresses(world):
        others = set(cast) - MATRIX[name]
        wrong = {role for role in others if not is_refused(cast[role].post(url, {}))}
        if wrong:
            let_in[name] = wrong

    assert let_in == {}


@pytest.mark.parametrize("role", [SALES, MARKETING, ADMINISTRATOR, NO_ROLE, ANONYMOUS])
def test_restricted_person_appears_in_no_answer_to_those_who_may_not_know_of_her(
    role: str, cast: dict[str, Client], world: World
) -> None:
    shown = {}
    for name, url in addresses(world):
        for page in (body_of(cast[role].get(url)), body_of(cast[role].post(url, {}))):
            if signs := [sign for sign in HIDDEN_SIGNS if sign in page]:
                shown[name] = signs

    assert shown == {}


def test_officer_sees_her_in_no_list_search_or_order_before_a_reason(
    cast: dict[str, Client], world: World
) -> None:
    shown = {}
    for name, url in addresses(world):
        if name.startswith(("admin:registry", "admin:contacts", "admin:index")):
            page = body_of(cast["dpo"].get(url))
            if signs := [sign for sign in HIDDEN_SIGNS if sign in page]:
                shown[name] = signs
    found = cast["dpo"].post(reverse("admin:search"), {"text": HIDDEN_NAME})

    assert shown == {}
    assert HIDDEN_EMAIL not in body_of(found)


@pytest.mark.parametrize(
    "text", ["Salattulainen", "never-to-be-seen", "040 555 0123", "0123"]
)
def test_restricted_person_is_found_by_the_officer_and_never_by_sales(
    text: str, cast: dict[str, Client], world: World
) -> None:
    for address in ("admin:search", "admin:registry_person_changelist"):
        posted = {"text": text, "posted_search": text}
        page_of = f"/admin/registry/person/{world.hidden.pk}/change/"

        seen = body_of(cast["dpo"].post(reverse(address), posted, follow=True))
        unseen = body_of(cast[SALES].post(reverse(address), posted, follow=True))

        assert page_of in seen
        assert page_of not in unseen


def test_restricted_persons_own_pages_are_not_there_for_sales(
    cast: dict[str, Client], world: World
) -> None:
    key = world.hidden.pk
    for name in ("change", "edit"):
        url = reverse(f"admin:registry_person_{name}", args=[key])
        assert cast[SALES].get(url).status_code == 404

    posted = {"kind": "note", "body": "Huomio"}
    url = reverse("admin:contacts_log_person", args=[key])
    assert cast[SALES].post(url, posted).status_code == 404


def test_restricted_person_is_shown_to_the_officer_after_a_reason(
    cast: dict[str, Client], world: World
) -> None:
    url = reverse("admin:registry_person_change", args=[world.hidden.pk])
    reveal = reverse("admin:registry_person_reveal", args=[world.hidden.pk])
    assert "Salattulainen" not in body_of(cast["dpo"].get(url))

    cast["dpo"].post(reveal, {"use": "claim", "reason": "Kanteeseen vastataan."})
    page = body_of(cast["dpo"].get(url))

    assert "Salattulainen" in page
    assert "k-notice-restricted" in page


def addresses(world: World) -> Iterator[tuple[str, str]]:
    """Every named address, with the planted objects' keys in it."""
    for name, arguments in ALL:
        yield name, reverse(name, kwargs=world.arguments_of(name, arguments))


def is_refused(response: Any) -> bool:
    """Sent to the login page, or told no."""
    if response.status_code in {301, 302}:
        return "/admin/login/" in response.headers["Location"]
    return response.status_code in DENIED


def body_of(response: Any) -> str:
    """The answer's text, streamed ones included."""
    if getattr(response, "streaming", False):
        return b"".join(response.streaming_content).decode(errors="replace")
    return str(response.content.decode(errors="replace"))
