"""Writes the plan of a chunk: rows by COPY, filled fields by one UPDATE a table."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from psycopg2.extras import execute_values

from registry.choices import AddressKind
from registry.copying import copy_rows, reserve_keys
from registry.digests import KEY_VERSION, contact_digest
from registry.models import (
    Address,
    Company,
    ImportRow,
    Person,
    PersonEmail,
    PersonPhone,
    Position,
    Source,
)
from registry.references import company_reference, person_reference

from .planning import PlannedRow
from .refused import kept_cells
from .states import CompanyState, PersonState


def write_chunk(planned: Sequence[PlannedRow], *, run_id: int, now: datetime) -> None:
    """Write companies, persons and the results of the rows, in one transaction."""
    good = [plan for plan in planned if not plan.row.problems]
    companies = list(dict.fromkeys(plan.company for plan in good if plan.company))
    persons = list(dict.fromkeys(plan.person for plan in good if plan.person))
    _write_companies(companies, now)
    _write_persons(persons, now)
    _write_results(planned, run_id)


def _write_companies(companies: Sequence[CompanyState], now: datetime) -> None:
    new = [company for company in companies if not company.id]
    with_address = [
        company
        for company in companies
        if company.address and (not company.id or "address" in company.filled)
    ]
    filled = [company for company in companies if company.id and company.filled]
    for company, key in zip(new, reserve_keys(_table(Company), len(new)), strict=True):
        company.id = key
    copy_rows(
        _table(Company),
        ("id", "reference", "name", "business_id", "legal_form", "industry_code",
         "municipality_code", "is_sole_trader", "source", "version", "created_at",
         "updated_at"),
        (
            (c.id, company_reference(), c.name, c.business_id or None,
             c.legal_form or "other", c.industry_code, c.municipality_code,
             c.legal_form == "tmi", c.source, 1, now, now)
            for c in new
        ),
    )  # fmt: skip
    copy_rows(
        _table(Address),
        ("company_id", "kind", "street", "postal_code", "city", "country",
         "created_at"),
        (
            (c.id, AddressKind.POSTAL, *c.address, c.country, now)
            for c in with_address
            if c.address
        ),
    )  # fmt: skip
    _update(
        _table(Company),
        {
            "business_id": "v.business_id",
            "legal_form": "v.legal_form",
            "industry_code": "v.industry_code",
            "municipality_code": "v.municipality_code",
        },
        [
            (c.id, c.business_id or None, c.legal_form, c.industry_code,
             c.municipality_code)
            for c in filled
            if c.filled != {"address"}
        ],
        now=now,
    )  # fmt: skip


def _write_persons(persons: Sequence[PersonState], now: datetime) -> None:
    new = [person for person in persons if not person.id]
    filled = [person for person in persons if person.id and person.filled]
    for person, key in zip(new, reserve_keys(_table(Person), len(new)), strict=True):
        person.id = key
    copy_rows(
        _table(Person),
        ("id", "reference", "kind", "given_name", "family_name", "language",
         "private_customer", "collected_on", "version", "created_at", "updated_at"),
        (
            (p.id, person_reference(), p.kind, p.given_name, p.family_name, p.language,
             False, p.collected_on, 1, now, now)
            for p in new
        ),
    )  # fmt: skip
    _update(
        _table(Person),
        {"given_name": "v.given_name", "family_name": "v.family_name"},
        [(p.id, p.given_name, p.family_name) for p in filled],
        now=now,
    )
    _write_points(persons, now)
    _write_positions(persons, now)
    _write_sources(persons, now)


def _write_points(persons: Sequence[PersonState], now: datetime) -> None:
    copy_rows(
        _table(PersonEmail),
        ("person_id", "address", "normalised", "is_primary", "suppression_digest",
         "digest_key_version", "created_at"),
        (
            (p.id, written, email, _is_first(len(p.emails), len(p.new_emails), at),
             contact_digest(email), KEY_VERSION, now)
            for p in persons
            for at, (written, email) in enumerate(p.new_emails)
        ),
    )  # fmt: skip
    copy_rows(
        _table(PersonPhone),
        ("person_id", "e164", "number_type", "is_primary", "suppression_digest",
         "digest_key_version", "created_at"),
        (
            (p.id, phone, number_type, _is_first(len(p.phones), len(p.new_phones), at),
             contact_digest(phone), KEY_VERSION, now)
            for p in persons
            for at, (phone, number_type) in enumerate(p.new_phones)
        ),
    )  # fmt: skip


def _is_first(all_of_them: int, new: int, position: int) -> bool:
    """The first address of somebody who had none is her primary one."""
    return all_of_them == new and position == 0


def _write_positions(persons: Sequence[PersonState], now: datetime) -> None:
    held = [
        (person, company, position)
        for person in persons
        for company, position in person.positions.items()
    ]
    copy_rows(
        _table(Position),
        ("person_id", "company_id", "title", "work_tasks", "created_at"),
        (
            (person.id, company.id, position.title, position.work_tasks, now)
            for person, company, position in held
            if not position.id
        ),
    )
    _update(
        _table(Position),
        {"title": "v.title", "work_tasks": "v.work_tasks"},
        [(p.id, p.title, p.work_tasks) for _, _, p in held if p.id and p.filled],
        now=None,
    )


def _write_sources(persons: Sequence[PersonState], now: datetime) -> None:
    copy_rows(
        _table(Source),
        ("person_id", "kind", "channel", "partner_id", "detail", "collected_on",
         "created_at"),
        ((p.id, *source, now) for p in persons for source in p.new_sources),
    )  # fmt: skip


def _write_results(planned: Sequence[PlannedRow], run_id: int) -> None:
    copy_rows(
        _table(ImportRow),
        ("run_id", "number", "outcome", "person_id", "company_id", "matched_by",
         "problems", "differences", "raw"),
        (
            (run_id, p.row.number, p.outcome, p.person and p.person.id,
             p.company and p.company.id, p.matched_by, json.dumps(p.row.problems),
             json.dumps(p.differences, ensure_ascii=False),
             kept_cells(p.row) if p.row.problems else None)
            for p in planned
        ),
    )  # fmt: skip


def _update(
    table: str,
    values: dict[str, str],
    rows: Sequence[tuple[Any, ...]],
    *,
    now: datetime | None,
) -> None:
    """One UPDATE for all rows; `now` also counts the version up."""
    if not rows:
        return
    sets = [f'"{column}" = {value}' for column, value in values.items()]
    if now:
        sets += ["version = t.version + 1", "updated_at = now()"]
    columns = ", ".join(["id", *values])
    statement = (
        f'UPDATE "{table}" t SET {", ".join(sets)}'  # noqa: S608  our own names only
        f" FROM (VALUES %s) AS v({columns}) WHERE t.id = v.id"
    )
    with connection.cursor() as cursor, connection.wrap_database_errors:
        execute_values(cursor.cursor, statement, rows, page_size=len(rows))


def _table(model: Any) -> str:
    return str(model._meta.db_table)
