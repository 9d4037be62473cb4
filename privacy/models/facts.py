"""Legal facts are rows that nobody overwrites: the database says so.

``facts_stay`` makes the triggers of such a model. Facts never change; closing columns
are written once; words may only be redacted, that is, parts of them replaced by
«[poistettu]» where they speak of somebody who was erased. ``goes_with_person`` lets a
row be deleted only in a transaction that deletes the person too, or when it has stood
closed for as long as the proof is owed.
"""

from __future__ import annotations

from collections.abc import Sequence

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

REDACTED = "[poistettu]"
KEPT_MONTHS = 36
"""The floor under «36 months after closing» (law sheet C.15): the rule is a parameter,
the database refuses to go below it."""

GOES_ALONE = "a legal fact goes with its person only"
ONLY_WITH_PERSON = """
    IF OLD.person_id IS NULL OR {old_enough} OR NOT EXISTS (
        SELECT 1 FROM registry_person p WHERE p.id = OLD.person_id
    ) THEN
        RETURN NULL;
    END IF;
    {refuse}
"""
ONLY_WITH_CASE = """
    IF NOT EXISTS (SELECT 1 FROM privacy_case c WHERE c.id = OLD.case_id) THEN
        RETURN NULL;
    END IF;
    {refuse}
"""


class LegalFact(models.Model):
    """Base of the rows of the law: recorded by whom (null: the person or the system)."""

    recorded_by = models.ForeignKey(
        "registry.Staff",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    created_at = models.DateTimeField(_("recorded"), auto_now_add=True)

    class Meta:
        abstract = True


def facts_stay(
    *facts: str,
    closing: Sequence[str] = (),
    words: Sequence[str] = (),
    stages: Sequence[Sequence[str]] = (),
    blankable: Sequence[str] = (),
    base: Sequence[str] = ("id", "created_at", "recorded_by_id"),
) -> pgtrigger.Trigger:
    """Refuse updates that change what was recorded. Column names, not field names.

    closing: null until the fact is closed, all written in one update, then fixed.
    words: free text among the facts, which may be redacted.
    stages: several closings, each written in an update of its own.
    blankable: words that an erasure empties while the row stays as proof.
    base: facts that every such row has; for rows that are no ``LegalFact``.
    """
    checks = [_refuse_change([*base, *facts])]
    checks += [_refuse_rewording(column) for column in words]
    checks += [_refuse_rewording(c, f"NEW.{c} <> '' AND ") for c in blankable]
    checks += [_refuse_second_closing(group) for group in (closing, *stages) if group]
    return pgtrigger.Trigger(
        name="facts_stay",
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        func="\n".join([*checks, "RETURN NEW;"]),
    )


def goes_with_person(closed: str = "") -> pgtrigger.Trigger:
    """Refuse deletions at commit unless the person has gone too, or the row was closed
    (column ``closed``) longer ago than the proof is owed."""
    old_enough = (
        f"OLD.{closed} < now() - interval '{KEPT_MONTHS} months'" if closed else "false"
    )
    return pgtrigger.Trigger(
        name="goes_with_person",
        operation=pgtrigger.Delete,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        func=ONLY_WITH_PERSON.format(old_enough=old_enough, refuse=_raise(GOES_ALONE)),
    )


def goes_with_case() -> pgtrigger.Trigger:
    """Refuse deletions at commit unless the request (``case_id``) has gone too."""
    return pgtrigger.Trigger(
        name="goes_with_case",
        operation=pgtrigger.Delete,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        func=ONLY_WITH_CASE.format(refuse=_raise("a legal fact goes with its request")),
    )


def _refuse_change(columns: Sequence[str]) -> str:
    old = ", ".join(f"OLD.{c}" for c in columns)
    new = ", ".join(f"NEW.{c}" for c in columns)
    return f"""
        IF ROW({old}) IS DISTINCT FROM ROW({new}) THEN
            {_raise("a legal fact is not overwritten")}
        END IF;
    """


def _refuse_second_closing(columns: Sequence[str]) -> str:
    old = ", ".join(f"OLD.{c}" for c in columns)
    new = ", ".join(f"NEW.{c}" for c in columns)
    return f"""
        IF OLD.{columns[0]} IS NOT NULL
           AND ROW({old}) IS DISTINCT FROM ROW({new}) THEN
            {_raise("a legal fact is closed once")}
        END IF;
    """


def _refuse_rewording(column: str, unless_blank: str = "") -> str:
    escaped = f"regexp_replace(NEW.{column}, '([\\\\%_])', '\\\\\\1', 'g')"
    return f"""
        IF {unless_blank}OLD.{column} <> '' AND OLD.{column} NOT LIKE replace({escaped}, '{REDACTED}', '%') THEN
            {_raise("the words of a legal fact are redacted only")}
        END IF;
    """


def _raise(message: str) -> str:
    return (
        f"RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation', "
        "CONSTRAINT = 'legal_fact_stays';"
    )
