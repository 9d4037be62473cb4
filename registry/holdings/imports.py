"""Imports: what became of each row; refused rows keep their cells for a month."""

from django.utils.translation import gettext_lazy as _

from registry.models import ImportRow, ImportRun
from registry.seams.personal_data import (
    PRIVACY_ROLES,
    Category,
    OnErasure,
    Origin,
    Purpose,
    RetentionRule,
    datum,
    holding,
)

from .words import KEY, ROW_BOOKKEEPING

COUNTED = "counts, no person"

holding(
    "imported_rows",
    model=ImportRow,
    person_path="person",
    label=_("Imported rows"),
    fields={
        "raw": datum(
            category=Category.CONTACTS,
            purpose=Purpose.RELATIONSHIP,
            retention=RetentionRule.SHORT,
            on_erasure=OnErasure.DELETE_ROW,
            identifier=True,
            free_text=True,
            roles=PRIVACY_ROLES,
        ),
        "differences": datum(
            category=Category.CONTACTS,
            purpose=Purpose.RELATIONSHIP,
            retention=RetentionRule.SHORT,
            on_erasure=OnErasure.DELETE_ROW,
            origin=Origin.OBSERVED,
            free_text=True,
        ),
    },
    technical={
        "id": KEY,
        "run": "link to the import",
        "number": "which row of the file",
        "outcome": ROW_BOOKKEEPING,
        "person": "link to the person",
        "company": "link to the company",
        "matched_by": "by which key the person was found",
        "problems": "codes and names of fields",
    },
)
holding(
    "imports",
    model=ImportRun,
    person_path="",
    mentions_only=True,
    label=_("Imported files"),
    clock="created_at",
    fields={
        name: datum(
            category=Category.CONTACTS,
            purpose=Purpose.RELATIONSHIP,
            retention=RetentionRule.OWN_DATE,
            on_erasure=OnErasure.BLANK,
            free_text=True,
            speaks_of_others=True,
            exported=False,
        )
        for name in ("file_name", "source")
    },
    technical={
        "id": KEY,
        "kind": ROW_BOOKKEEPING,
        "state": ROW_BOOKKEEPING,
        "file_key": "random name of the file, deleted a day after the end",
        "headers": "names of the file's columns",
        "mapping": "which column is which field",
        "source_kind": "said of the whole file",
        "channel": "said of the whole file",
        "partner": "link to a company",
        "collected_on": "said of the whole file",
        "counts": COUNTED,
        "reasons": COUNTED,
        "rows_done": COUNTED,
        "rows_total": COUNTED,
        "error_code": ROW_BOOKKEEPING,
        "job_id": "link to the background work",
        "created_by": "staff member: employment data, not the register's",
        "created_at": ROW_BOOKKEEPING,
        "finished_at": ROW_BOOKKEEPING,
    },
)
