"""Rows under a legal hold stay: the database's last line (Art. 17(3)(e)).

``stay_while_held`` makes the triggers of one table. They refuse to delete a held row,
to cut its link to the person, company or order, and to truncate the table; and they
put the people of a held company or order under protection the moment they are added.
All are statement-level and return at once while no hold stands. ``HoldPaths`` says
the same to the ORM; a test holds the two equal, row by row.

A hold reaches a row through a person, a company or an order. Its range bounds rows by
their own day; a row without a day, and what identifies a person, is held whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

import pgtrigger

NO_HOLD = """
    IF NOT EXISTS (SELECT 1 FROM registry_holdguard) THEN
        RETURN NULL;
    END IF;
"""
REFUSE = """
        RAISE EXCEPTION 'a row under a legal hold stays'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'row_held';
    END IF;
    RETURN NULL;
"""
HELD_ROWS_STAY = NO_HOLD + "IF EXISTS (@HELD) THEN" + REFUSE
CUT = """
    IF EXISTS (
        WITH cut AS (
            SELECT o.* FROM rows_gone o LEFT JOIN rows_new n ON n.id = o.id WHERE @CUT
        ) @HELD
    ) THEN
"""
HELD_LINKS_STAY = NO_HOLD + CUT + REFUSE
HELD_TABLES_STAY = NO_HOLD + "IF true THEN" + REFUSE
MARK = """
    INSERT INTO registry_personguard
        (person_id, restricted, held, objected, source, updated_at)
    SELECT DISTINCT reached.person_id, false, true, false, 'held', now()
    FROM (@REACHED) reached WHERE reached.person_id IS NOT NULL
    ON CONFLICT (person_id) DO UPDATE SET held = true, updated_at = now(),
        source = concat_ws(',',
            CASE WHEN registry_personguard.restricted THEN 'restricted' END, 'held',
            CASE WHEN registry_personguard.objected THEN 'objected' END)
    WHERE NOT registry_personguard.held;
    RETURN NULL;
"""
THROUGH = """
        SELECT @WHAT FROM @ROWS r
        JOIN registry_holdguard h ON h.@COLUMN = @KEY WHERE @RANGE"""
IDENTIFIED = """
        SELECT 1 FROM rows_gone r
        JOIN registry_personguard g ON g.person_id = @KEY WHERE g.held"""
RANGE = """(@DAY IS NULL OR (h.from_on IS NULL OR h.from_on <= @DAY)
            AND (h.until_on IS NULL OR h.until_on >= @DAY))"""


@dataclass(frozen=True, kw_only=True)
class HoldPaths:
    """ORM paths from a row to what may be held; ``pk`` is the row itself.

    day: the row's own day, date or instant. identity: paths to persons whom the row
    identifies, held whichever way a hold reaches them. named: paths to persons who
    are held with the company or order that the row belongs to.
    """

    persons: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    day: str = ""


def day_of(instant: str) -> str:
    """The day in Finland of an instant, in SQL."""
    return f"({instant} AT TIME ZONE 'Europe/Helsinki')::date"


def stay_while_held(
    *,
    persons: Sequence[str] = (),
    companies: Sequence[str] = (),
    orders: Sequence[str] = (),
    identity: Sequence[str] = (),
    links: Sequence[str] = (),
    named: Sequence[str] = (),
    day: str = "",
) -> list[pgtrigger.Trigger]:
    """The triggers of a table. All expressions are SQL over the row ``r``.

    links: columns that a held row must keep. named: persons who come under protection
    with a held company or order that the row belongs to.
    """
    through = [
        *(("person_id", one, day) for one in persons),
        *(("company_id", one, day) for one in companies),
        *(("order_id", one, "") for one in orders),
    ]
    held = [_through("1", "rows_gone", *way) for way in through]
    held += [IDENTIFIED.replace("@KEY", one) for one in identity]
    made = [_delete(held), _truncate()]
    if links:
        made.append(_links(held, links))
    if named:
        reached = [
            _through(f"{person} AS person_id", "rows_new", *way)
            for person, way in product(named, through)
            if way[0] != "person_id"
        ]
        made += _marks(reached)
    return made


def _delete(held: Sequence[str]) -> pgtrigger.Trigger:
    func = HELD_ROWS_STAY.replace("@HELD", _union(held))
    return _after(pgtrigger.Delete, "held_delete", func, old="rows_gone")


def _truncate() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="held_truncate",
        level=pgtrigger.Statement,
        operation=pgtrigger.Truncate,
        when=pgtrigger.Before,
        func=HELD_TABLES_STAY,
    )


def _links(held: Sequence[str], links: Iterable[str]) -> pgtrigger.Trigger:
    cut = " OR ".join(
        f"(o.{link} IS NOT NULL AND o.{link} IS DISTINCT FROM n.{link})"
        for link in links
    )
    func = HELD_LINKS_STAY.replace("@CUT", cut).replace("@HELD", _union(held))
    func = func.replace("FROM rows_gone r", "FROM cut r")
    return _after(pgtrigger.Update, "held_links", func, old="rows_gone", new="rows_new")


def _marks(reached: Sequence[str]) -> list[pgtrigger.Trigger]:
    func = NO_HOLD + MARK.replace("@REACHED", _union(reached))
    return [
        _after(pgtrigger.Insert, "held_named_insert", func, new="rows_new"),
        # The same pair of tables as held_links: PostgreSQL keeps one copy for both.
        _after(pgtrigger.Update, "held_named_update", func, new="rows_new"),
    ]


def _after(
    operation: pgtrigger.Operation, name: str, func: str, **tables: str
) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        operation=operation,
        when=pgtrigger.After,
        referencing=pgtrigger.Referencing(**tables),
        func=func,
    )


def _through(what: str, rows: str, column: str, key: str, day: str) -> str:
    parts = {
        "@WHAT": what,
        "@ROWS": rows,
        "@COLUMN": column,
        "@KEY": key,
        "@RANGE": RANGE.replace("@DAY", day) if day else "true",
    }
    text = THROUGH
    for name, part in parts.items():
        text = text.replace(name, part)
    return text


def _union(selects: Sequence[str]) -> str:
    return " UNION ALL".join(selects)
