"""The published schema: every package keeps to it, and no name in it ever changes."""

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from jsonschema import (  # type: ignore[import-untyped]  # ships no types
    Draft202012Validator,
    FormatChecker,
)

from privacy.access.schema import (
    ACCESS,
    NAMES,
    PORTABILITY,
    VERSION,
    published,
    schema_of,
)
from privacy.models.case_choices import CaseKind
from registry.tests.factories import OrderFactory, PositionFactory

from .cases import aino
from .cast import HAPPENINGS, give_consent
from .test_access import package_of

pytestmark = pytest.mark.django_db


def types_of(schema: dict[str, Any]) -> dict[str, Any]:
    """Every published name with its type: ``emails.address`` → string."""
    found: dict[str, Any] = {}
    for key, part in schema["properties"].items():
        found[key] = part["type"]
        fields = part.get("items", {}).get("properties", {})
        found |= {f"{key}.{name}": one.get("type") for name, one in fields.items()}
    return found


def full_life() -> None:
    person = aino()
    PositionFactory(person=person)
    OrderFactory(buyer_company=None, buyer_person=person)
    give_consent(person, topic="maatila")
    HAPPENINGS["object"](person)


@pytest.mark.parametrize(
    ("kind", "name"),
    [(CaseKind.ACCESS, ACCESS), (CaseKind.PORTABILITY, PORTABILITY)],
)
def test_package_keeps_to_the_published_schema(kind: CaseKind, name: str) -> None:
    full_life()
    _case, package = package_of(kind)
    document = json.loads(package.read("data.json"))
    schema = schema_of(name)
    Draft202012Validator.check_schema(schema)
    checked = Draft202012Validator(schema, format_checker=FormatChecker())
    assert [error.message for error in checked.iter_errors(document)] == []
    assert document["schema"] == schema["$id"]
    told = types_of(schema)
    for key, rows in document.items():
        assert key in told
        if isinstance(rows, list):
            assert {f"{key}.{field}" for row in rows for field in row} <= set(told)


def test_tables_have_the_columns_of_the_schema() -> None:
    full_life()
    _case, package = package_of()
    for key, part in schema_of(ACCESS)["properties"].items():
        if f"data/{key}.csv" in package.namelist():
            table = io.StringIO(package.read(f"data/{key}.csv").decode())
            assert next(csv.reader(table)) == list(part["items"]["properties"])


@pytest.mark.parametrize("name", NAMES)
def test_no_published_name_changes_within_a_version(name: str) -> None:
    text = published(name, VERSION)
    assert text, "bin/manage write_schemas"
    promised, now = types_of(json.loads(text)), types_of(schema_of(name))
    broken = {key for key, kind in promised.items() if now.get(key) != kind}
    assert not broken, "raise VERSION in privacy/access/schema.py, then write_schemas"


def test_schema_is_served_to_programs(client: Client) -> None:
    response = client.get("/api/schema/access-package.json")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/schema+json")
    assert response.json()["properties"]["emails"]["x-label"]["fi"]
    same = client.get(f"/api/schema/access-package-{VERSION}.json")
    assert same.content == response.content
    assert client.get("/api/schema/access-package-99.json").status_code == 404
    assert client.get("/api/schema/other.json").status_code == 404


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_page_for_people_names_every_field(client: Client, language: str) -> None:
    page = client.get(f"/{language}/privacy/data/").content.decode()
    for key in schema_of(ACCESS)["properties"]["emails"]["items"]["properties"]:
        assert key in page
    response = client.get("/api/docs/", headers={"accept-language": language})
    assert response["Location"] == f"/{language}/privacy/data/"
