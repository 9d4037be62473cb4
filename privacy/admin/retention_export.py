"""Lists of retention as a file: streamed, so that memory stays flat."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language, gettext, override

from privacy.models import RetentionLine, RetentionRun
from privacy.retention.lines import stream_lines
from privacy.retention.naming import Named, name_rows, rule_titles
from privacy.services.preview import label_of
from registry.desk.staff_of import staff_of
from registry.imports.report import neutral
from registry.models import Staff
from registry.seams.audit import record

from .case_pages import demand
from .retention_lines import chosen_lines

EXPORT = "registry.export_person"

MARK = "\ufeff"
"""So that Excel reads the file as UTF-8."""


Chunk = Sequence[Sequence[Any]]


class Echo:
    """A file that gives back what is written to it."""

    def write(self, value: str) -> str:
        """The line itself."""
        return value


def export_lines(request: HttpRequest, key: int, _frame: Any) -> HttpResponseBase:
    """The lines as the list has them, as CSV."""
    demand(request, EXPORT)
    run = get_object_or_404(RetentionRun, pk=key)
    lines = chosen_lines(request, run)[0]
    actor = staff_of(request)
    head = ["person", "reference", "data", "row", "rule", "leaves_on", "state", "why"]
    rows = (list(_rows_of(chunk, actor)) for chunk in stream_lines(lines))
    return csv_response(f"sailytysajo-{run.pk}.csv", [*heads(head)], rows)


def csv_response(
    name: str, head: Sequence[str], chunks: Iterable[Chunk]
) -> StreamingHttpResponse:
    """A streamed CSV in the language of the request; the rows come in chunks."""
    content = _written(head, chunks, get_language() or "fi")
    response = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def people_cells(named: Named) -> list[str]:
    """Names and references of a row's people."""
    more = [f"+{named.more}"] if named.more else []
    names = [person.full_name for person in named.persons]
    return [
        ", ".join([*names, *more]),
        ", ".join(person.reference for person in named.persons),
    ]


def record_export(actor: Staff, named: Iterable[Named]) -> None:
    """Whose data went into the file, as it goes."""
    people = {person.pk for one in named for person in one.persons}
    record(
        actor=actor,
        action="retention.exported",
        subjects=[("person", key) for key in sorted(people)],
        purpose="rights",
    )


def _rows_of(lines: list[RetentionLine], actor: Staff) -> Iterator[list[Any]]:
    named = name_rows(
        ((line.holding, line.row_pk, line.person_id) for line in lines), pages=False
    )
    record_export(actor, named.values())
    titles = rule_titles(line.rule for line in lines)
    labels = {key: label_of(key) for key in {line.holding for line in lines}}
    for line in lines:
        yield [
            *people_cells(named[line.holding, line.row_pk]),
            labels[line.holding],
            line.row_pk,
            titles[line.rule],
            line.due_on.isoformat(),
            line.get_state_display(),
            line.get_note_display() if line.note else "",
        ]


def heads(keys: Sequence[str]) -> Iterator[str]:
    """Headings in the language of the request."""
    words = {
        "person": gettext("Person"),
        "reference": gettext("Reference"),
        "data": gettext("Data"),
        "row": gettext("Row"),
        "rule": gettext("Rule"),
        "leaves_on": gettext("Leaves on"),
        "state": gettext("State"),
        "why": gettext("Why"),
    }
    return (words[key] for key in keys)


def _written(
    head: Sequence[str], chunks: Iterable[Chunk], language: str
) -> Iterator[str]:
    writer = csv.writer(Echo(), delimiter=";")
    yield MARK + str(writer.writerow(head))
    found = iter(chunks)
    while True:
        with override(language):
            chunk = next(found, None)
        if chunk is None:
            return
        safe = ([neutral(str(cell)) for cell in row] for row in chunk)
        yield "".join(str(writer.writerow(row)) for row in safe)
