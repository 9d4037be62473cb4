"""One function a page; each asks the services and renders."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from registry.desk.staff_of import staff_of
from registry.imports.exceptions import ImportStateError, UnusableFileError
from registry.imports.files import path_of
from registry.imports.limits import PREVIEW_ROWS
from registry.imports.mapping import read_columns
from registry.imports.report import refused_as_csv, refused_as_xlsx
from registry.imports.running import defaults_of, plan_table
from registry.imports.services import (
    answer_questions,
    cancel_run,
    settle_run,
    start_run,
    upload_file,
)
from registry.imports.tables import Table, read_table
from registry.models import ImportKind, ImportRun, ImportState, Partner
from registry.seams.audit import record

from .forms import ColumnsForm, UploadForm, answers_of, source_form
from .shown import preview_groups, reasons_of, report_rows, shown_row

Context = dict[str, Any]
RUNS_A_PAGE = 25
ROWS_A_GROUP = 50


def list_page(request: HttpRequest, context: Context) -> HttpResponse:
    """Recent imports."""
    runs = ImportRun.objects.select_related("created_by", "partner")
    pages = Paginator(runs.order_by("-created_at"), RUNS_A_PAGE)
    context["page"] = pages.get_page(request.GET.get("page"))
    return TemplateResponse(request, "imports/list.html", context)


def upload_page(request: HttpRequest, context: Context) -> HttpResponse:
    """Take a file; an unusable one is answered on the same page."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = upload_file(
                actor=staff_of(request),
                kind=ImportKind(form.cleaned_data["kind"]),
                name=file.name,
                chunks=file.chunks(),
            )
        except UnusableFileError as error:
            form.add_error("file", str(error.message))
        else:
            return _to_run(run)
    return TemplateResponse(request, "imports/upload.html", {**context, "form": form})


def run_page(request: HttpRequest, run: ImportRun, context: Context) -> HttpResponse:
    """Columns, progress or report: whatever comes next."""
    settle_run(run)
    if run.state == ImportState.DRAFT and context["may_import"]:
        return _columns_page(request, run, context)
    if run.state == ImportState.RUNNING:
        return TemplateResponse(
            request, "imports/progress.html", context | {"run": run}
        )
    return _report_page(request, run, context)


def preview_page(
    request: HttpRequest, run: ImportRun, context: Context
) -> HttpResponse:
    """What the import would do, row by row; nothing is written."""
    table = _table_of(run)
    if run.state != ImportState.DRAFT or table is None:
        return _to_run(run)
    columns = read_columns(run.kind, run.mapping)
    dry = plan_table(
        run.kind,
        table,
        columns,
        defaults_of(run),
        rows=PREVIEW_ROWS,
        samples=ROWS_A_GROUP,
    )
    record(actor=staff_of(request), action="import.previewed", subjects=[_subject(run)])
    context |= {
        "run": run,
        "counts": dry.counts,
        "reasons": reasons_of(dict(dry.counts.reasons)),
        "groups": preview_groups(dry),
        "covers_all": len(table.rows) <= PREVIEW_ROWS,
        "preview_rows": PREVIEW_ROWS,
    }
    return TemplateResponse(request, "imports/preview.html", context)


@require_POST
def start(request: HttpRequest, run: ImportRun, _context: Context) -> HttpResponse:
    """Start what was previewed."""
    try:
        start_run(run=run, actor=staff_of(request))
    except (ImportStateError, UnusableFileError) as error:
        messages.error(request, str(error.message))
    return _to_run(run)


@require_POST
def cancel(request: HttpRequest, run: ImportRun, _context: Context) -> HttpResponse:
    """Stop; what is written stays and stands in the report."""
    try:
        cancel_run(run=run, actor=staff_of(request))
    except ImportStateError as error:
        messages.error(request, str(error.message))
    return _to_run(run)


def refused_csv(
    request: HttpRequest, run: ImportRun, _context: Context
) -> HttpResponse:
    """The refused rows as CSV."""
    return _download(request, run, refused_as_csv(run), "text/csv", "csv")


def refused_xlsx(
    request: HttpRequest, run: ImportRun, _context: Context
) -> HttpResponse:
    """The refused rows as a workbook."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _download(request, run, refused_as_xlsx(run), kind, "xlsx")


def _columns_page(
    request: HttpRequest, run: ImportRun, context: Context
) -> HttpResponse:
    table = _table_of(run)
    if table is None:
        return _report_page(request, run, context)
    data = request.POST if request.method == "POST" else None
    columns = ColumnsForm(data, run=run, table=table)
    source = source_form(run, data)
    if data is not None and columns.is_valid() and source.is_valid():
        answer_questions(run=run, columns=columns.columns, **answers_of(source))
        return redirect("admin:registry_importrun_preview", run.pk)
    context |= {
        "run": run,
        "form": columns,
        "source": source,
        "partners": Partner.objects.order_by("name")[:200],
        "encoding": table.encoding,
    }
    return TemplateResponse(request, "imports/columns.html", context)


def _report_page(
    request: HttpRequest, run: ImportRun, context: Context
) -> HttpResponse:
    page = None
    if context["may_import"]:
        rows = report_rows(run, request.GET.get("show", ""), staff_of(request))
        page = Paginator(rows, ROWS_A_GROUP).get_page(request.GET.get("page"))
        record(
            actor=staff_of(request), action="import.viewed", subjects=[_subject(run)]
        )
    context |= {
        "run": run,
        "counts": run.counts,
        "reasons": reasons_of(run.reasons),
        "page": page,
        "rows": [shown_row(row) for row in page] if page else [],
        "show": request.GET.get("show", ""),
    }
    return TemplateResponse(request, "imports/report.html", context)


def _download(
    request: HttpRequest, run: ImportRun, content: bytes, kind: str, ending: str
) -> HttpResponse:
    record(actor=staff_of(request), action="import.exported", subjects=[_subject(run)])
    response = HttpResponse(content, content_type=kind)
    name = f"hylatyt-rivit-{run.pk}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _table_of(run: ImportRun) -> Table | None:
    """The file of the run; None where it is gone."""
    try:
        return read_table(path_of(run.file_key)) if run.file_key else None
    except (OSError, UnusableFileError):
        return None


def _subject(run: ImportRun) -> tuple[str, int]:
    return "import", run.pk


def _to_run(run: ImportRun) -> HttpResponseRedirect:
    return HttpResponseRedirect(
        reverse("admin:registry_importrun_change", args=[run.pk])
    )
