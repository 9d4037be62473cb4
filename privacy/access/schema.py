"""The published schema of a package: JSON Schema 2020-12, computed from the map.

Names of parts and fields are a promise: within a version they may grow, never change.
``docs/schemas/`` keeps every published version; a test compares.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import models
from django.db.models import Field
from django.utils.text import capfirst
from django.utils.translation import override

from privacy.models.case_choices import CaseKind
from privacy.services.preview import label_of
from registry.seams.personal_data import Datum, Holding

from .columns import column_label
from .parts import Part, columns_of, parts_of

ACCESS, PORTABILITY = "access-package", "portability-package"
NAMES: Final = {ACCESS: CaseKind.ACCESS, PORTABILITY: CaseKind.PORTABILITY}
VERSION: Final = 1
FOLDER: Final = Path(settings.BASE_DIR) / "docs" / "schemas"
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

Json = dict[str, Any]
TEXT: Final[Json] = {"type": "string"}
MAYBE: Final[Json] = {"type": ["string", "null"]}
TIME: Final[Json] = {"type": "string", "format": "date-time"}
OF_COLUMNS: Final[Mapping[str, Json]] = {
    "storage_last_day": {**MAYBE, "format": "date"},
    "storage_rule": MAYBE,
    "storage_held_by": {"type": "array", "items": TEXT},
}
BESIDE: Final[Mapping[str, Mapping[str, Json]]] = {
    "withheld": {"holding": TEXT, "field": TEXT, "places": {"type": "integer"}},
    "recipients": {"name": TEXT, "role": TEXT, "service": TEXT, "country": TEXT},
}
BESIDE_OF: Final[Mapping[str, Mapping[str, Mapping[str, Json]]]] = {
    ACCESS: {
        "activities": dict.fromkeys(
            ("name", "purpose", "basis", "categories", "retention"), TEXT
        )
    },
    PORTABILITY: {
        "portable": {"holding": TEXT, "fields": {"type": "array", "items": TEXT}}
    },
}


def schema_address(kind: str) -> str:
    """The address that ``schema`` in data.json names: one version, for ever."""
    name = PORTABILITY if kind == CaseKind.PORTABILITY else ACCESS
    return f"{settings.SITE_URL}/api/schema/{name}-{VERSION}.json"


def schema_of(name: str) -> Json:
    """The schema as of today, labels in three languages."""
    kind = NAMES[name]
    lists = {part.key: _list_of(part) for part in parts_of(kind)}
    beside = {
        key: _list(fields) for key, fields in {**BESIDE, **BESIDE_OF[name]}.items()
    }
    return {
        "$schema": DIALECT,
        "$id": schema_address(kind),
        "title": f"Kespet CRM: data.json of the {name.replace('-', ' ')}",
        "version": VERSION,
        "type": "object",
        "required": ["schema", "generated_at", *lists, *beside],
        "properties": {
            "schema": {**TEXT, "format": "uri"},
            "generated_at": TIME,
            **lists,
            **beside,
        },
    }


def published(name: str, version: int) -> str | None:
    """The text of a published version; None where there is none."""
    path = FOLDER / f"{name}-{version}.json"
    return path.read_text(encoding="utf-8") if path.is_file() else None


def as_text(schema: Json) -> str:
    """How the schema is written."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def in_languages(words: Callable[[], object]) -> dict[str, str]:
    """The words in each language."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            found[code] = str(words())
    return found


def _list_of(part: Part) -> Json:
    fields = {name: _field(part.holding, name) for name in columns_of(part)}
    labels = in_languages(lambda: label_of(part.key))
    return {"title": labels["en"], "x-label": labels, **_list(fields)}


def _list(fields: Mapping[str, Json]) -> Json:
    items = {"type": "object", "required": list(fields), "properties": dict(fields)}
    return {"type": "array", "items": items}


def _field(holding: Holding, name: str) -> Json:
    labels = in_languages(lambda: column_label(holding, name))
    told: Json = {"title": labels["en"], "x-label": labels}
    if name in OF_COLUMNS:
        return {**OF_COLUMNS[name], **told}
    if name not in holding.fields:
        return {**TEXT, **told}
    return {**_type_of(holding, name), **told, **_meaning(holding.fields[name])}


def _meaning(datum: Datum) -> Json:
    return {
        "x-category": datum.category.value,
        "x-purpose": datum.purpose.value,
        "x-origin": datum.origin.value,
        "x-obligation": datum.obligation.value,
    }


def _type_of(holding: Holding, name: str) -> Json:
    found, may_lack = _end_of(holding.model, holding.fields[name].export_as or name)
    kind = _plain_type(found)
    if may_lack and "type" in kind:
        kind = {**kind, "type": [kind["type"], "null"]}
    if found.flatchoices:
        kind["x-values"] = {
            str(value): in_languages(lambda label=label: capfirst(str(label)))  # type: ignore[misc]  # bound at once
            for value, label in found.flatchoices
        }
    return kind


def _end_of(model: Any, path: str) -> tuple[Any, bool]:
    """The field that a path ends in, and whether the value may lack."""
    may_lack = False
    found: Any = None
    for step in path.split("__"):
        found = model._meta.get_field(step)
        may_lack = may_lack or found.null
        model = found.related_model if found.is_relation else model
    return found, may_lack


JSON_TYPES: Final[Iterable[tuple[type[Field[Any, Any]], Json]]] = (
    (models.BooleanField, {"type": "boolean"}),
    (models.DateTimeField, TIME),
    (models.DateField, {"type": "string", "format": "date"}),
    (models.DecimalField, {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}),
    (models.IntegerField, {"type": "integer"}),
    (models.JSONField, {}),
)


def _plain_type(found: Any) -> Json:
    if getattr(found, "base_field", None) is not None:
        return {"type": "array", "items": _plain_type(found.base_field)}
    if found.is_relation:
        return {"type": "integer"}
    return dict(next((t for kind, t in JSON_TYPES if isinstance(found, kind)), TEXT))
