"""Which of a person's data can be corrected, and what a proposal for it looks like."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from privacy.exceptions import PrivacyError
from privacy.models import RectificationItem
from privacy.services.preview import field_label, label_of
from registry.exceptions import RegistryError
from registry.seams.personal_data import (
    correctable,
    corrector_of,
    is_correctable,
    registry_of_holdings,
    rows_to_correct,
    value_as_text,
)

WITHOUT_FORM = frozenset({"interactions", "follow_ups", "purchases"})
"""Not offered to the person by field: what staff wrote is named in her own words."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """One datum of the person, with its value as it stands."""

    key: str
    label: str
    value: str


class ValueRefused(PrivacyError):
    """The proposed value cannot stand in the register."""

    code = "value_refused"


def offered_fields() -> list[tuple[str, str]]:
    """(``holding.field``, label) that a form may offer to anybody: the same for all, so
    that it says nothing about what is held of whom."""
    found: dict[str, str] = {}
    for holding, names in correctable():
        for name in names if holding.key not in WITHOUT_FORM else ():
            label = f"{label_of(holding.key)}: {field_label(holding.key, name).lower()}"
            found.setdefault(label, f"{holding.key}.{name}")
    return [(change, label) for label, change in found.items()]


def places_of(person_id: int) -> Iterator[Place]:
    """Each of her rectifiable data, for the officer."""
    for holding, names in correctable():
        for row in rows_to_correct(holding.key, person_id):
            for name in names:
                yield Place(
                    key=f"{holding.key}:{row.pk}:{name}",
                    label=f"{label_of(holding.key)}: {field_label(holding.key, name).lower()}",
                    value=value_as_text(row, name),
                )


def row_of(person_id: int, holding: str, row_pk: int | None) -> Any:
    """Her row, or None where it is not hers or gone."""
    if row_pk is None:
        return None
    return rows_to_correct(holding, person_id).filter(pk=row_pk).first()


def only_row(person_id: int, holding: str) -> int | None:
    """The key of her row where she has exactly one of the kind."""
    keys = list(rows_to_correct(holding, person_id).values_list("pk", flat=True)[:2])
    return keys[0] if len(keys) == 1 else None


def checked(holding: str, field: str, typed: str, *, row: Any = None) -> str:
    """The value as the owner writes it. ValueRefused says what is wrong with it; it
    never says anything about the row that is there."""
    if not is_correctable(holding, field):
        raise ValueRefused(_("This datum cannot be corrected by a proposal."))
    sample = row if row is not None else registry_of_holdings[holding].model()
    try:
        return corrector_of(holding).check(sample, field, typed)
    except ValidationError as error:
        raise ValueRefused(" ".join(error.messages)) from error
    except RegistryError as error:
        raise ValueRefused(error.message) from error


def value_digest(item: RectificationItem, person_id: int) -> str:
    """Keyed digest of the value that stands, the one proposed and the decision: a plan
    names it, so that it holds no value and a changed one is another plan."""
    row = row_of(person_id, item.holding, item.row_pk)
    stands = "" if row is None else value_as_text(row, item.field)
    parts = [
        str(row is not None),
        stands,
        item.proposed,
        item.decision,
        item.reason,
        item.statement,
    ]
    key = hashlib.sha256(b"rectification" + settings.SECRET_KEY.encode()).digest()
    text = "\x1f".join(parts).encode()
    return hmac.new(key, text, hashlib.sha256).hexdigest()
