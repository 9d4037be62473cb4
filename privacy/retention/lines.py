"""Reading the lines of a run: sorted, narrowed and paged without walking the rest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection, models
from django.db.models import Q, QuerySet

from privacy.models import RetentionLine, RetentionRun
from registry.models import Person
from registry.queries.persons import narrow_to_text
from registry.seams.personal_data import Holding, registry_of_holdings

BY_NAME = """
SELECT line.id FROM ({lines}) line
JOIN registry_person p ON p.id = line.person_id
{beyond}
ORDER BY p.sort_key {way}, line.id {way} LIMIT %s
"""
CHUNK = 2_000


def lines_of(run: RetentionRun) -> QuerySet[RetentionLine]:
    """What is left of the run's plan, and what has been taken out of it."""
    return RetentionLine.objects.filter(run=run)


def narrow_lines(
    lines: QuerySet[RetentionLine], text: str
) -> tuple[QuerySet[RetentionLine], bool]:
    """Lines of persons whom the text means, by rows of theirs too; whether there were
    more than could be looked through."""
    narrowed = narrow_to_text(Person.objects.all(), text)
    persons = narrowed.rows.order_by().values("pk")
    meant = Q(person_id__in=persons)
    for holding in _of_several_people():
        rows = holding.model._default_manager.filter(
            **{f"{holding.person_lookup}__in": persons}
        )
        meant |= Q(holding=holding.key, person_id=None, row_pk__in=rows.values("pk"))
    return lines.filter(meant), narrowed.partial


def page_by_name(
    lines: QuerySet[RetentionLine], *, start: int, back: bool, size: int
) -> list[RetentionLine]:
    """Lines in the order of their persons' names, from beyond the line ``start``.

    Lines of nobody in particular are left out. The names stand in the persons' own
    index only, so the planner may walk that index or sort, whichever is less."""
    way = "DESC" if back else "ASC"
    inner, given = lines.order_by().values("id", "person_id").query.sql_with_params()
    beyond, more = _beyond(start, "<" if back else ">")
    sql = BY_NAME.format(lines=inner, beyond=beyond, way=way)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*given, *more, size])
        keys = [row[0] for row in cursor.fetchall()]
    found = RetentionLine.objects.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def stream_lines(lines: QuerySet[RetentionLine]) -> Iterator[list[RetentionLine]]:
    """All of them in chunks, by a cursor of the server: memory stays flat."""
    chunk: list[RetentionLine] = []
    for line in lines.order_by("pk").iterator(chunk_size=CHUNK):
        chunk.append(line)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _beyond(start: int, sign: str) -> tuple[str, list[Any]]:
    line = RetentionLine.objects.filter(pk=start).values_list("person_id", flat=True)
    name = Person.objects.filter(pk__in=line).values_list("sort_key", flat=True).first()
    if not start or name is None:
        return "", []
    return f"WHERE (p.sort_key, line.id) {sign} (%s, %s)", [name, start]


def _of_several_people() -> list[Holding]:
    """Holdings whose rows name their people elsewhere: an interaction, for one."""
    return [h for h in registry_of_holdings if h.clock and _reaches_far(h)]


def _reaches_far(holding: Holding) -> bool:
    if holding.depth < 2 or not holding.person_path:
        return False
    return issubclass(holding.model, models.Model) and not holding.mentions_only
