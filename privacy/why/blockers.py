"""What holds a person's data back: holds, restrictions, open requests, runs."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from privacy.models import (
    Case,
    HeldRemainder,
    LegalHold,
    Restriction,
    RetentionLine,
)
from privacy.models.retention_run import OVER
from registry.models.held import HoldPaths
from registry.seams.personal_data import Holding
from registry.services.holding_back import held_rows

from .explained import Blocker, BlockerKind
from .persons import companies_of


@dataclass(frozen=True, kw_only=True)
class Hold:
    """A legal hold that reaches a person, with its blocker."""

    row: LegalHold
    blocker: Blocker


def holds_of(person_id: int) -> list[Hold]:
    """Legal holds in force on her, on her companies, on orders that name her."""
    companies = companies_of(person_id)
    found = (
        LegalHold.objects.with_next_review()
        .in_force()
        .filter(
            Q(person=person_id)
            | Q(company__in=companies)
            | Q(order__buyer_person=person_id)
            | Q(order__contact=person_id)
        )
    )
    return [
        Hold(
            row=hold,
            blocker=Blocker(
                kind=BlockerKind.HOLD,
                until=hold.next_review_by,
                detail=hold.reason,
                url=reverse("admin:privacy_legalhold_change", args=[hold.pk]),
            ),
        )
        for hold in found.select_related("owner").order_by("pk")
    ]


def restrictions_of(person_id: int) -> list[Blocker]:
    """Restrictions in force: their data is never erased by the job (18(2))."""
    rows = Restriction.objects.in_force().filter(person=person_id).order_by("pk")
    return [
        Blocker(
            kind=BlockerKind.RESTRICTION,
            detail=str(row.get_ground_display()),
            url=reverse("admin:privacy_restriction_change", args=[row.pk]),
        )
        for row in rows
    ]


def remainders_of(person_id: int) -> list[Blocker]:
    """What an erasure on request had to leave of her, and what ends it."""
    rows = HeldRemainder.objects.of_persons().filter(person_id=person_id)
    return [
        Blocker(
            kind=BlockerKind.REMAINDER,
            until=row.ends_on,
            detail=" · ".join(
                filter(None, [row.get_duty_display(), row.get_review_when_display()])
            ),
            url=reverse("admin:privacy_heldremainder_change", args=[row.pk]),
        )
        for row in rows.order_by("pk")
    ]


def cases_of(person_id: int) -> list[Blocker]:
    """Requests that are being dealt with: erasing waits for the answer."""
    rows = Case.objects.pending().filter(person_id=person_id).order_by("pk")
    return [
        Blocker(
            kind=BlockerKind.CASE,
            until=case.legal_due,
            detail=f"{case.reference} · {case.get_kind_display()}",
            url=reverse("admin:privacy_case_change", args=[case.pk]),
        )
        for case in rows
    ]


def held_keys(
    holding: Holding, keys: Collection[int], holds: Collection[Hold]
) -> set[int] | None:
    """Which of these rows a hold keeps by its own reach (a hold of some years keeps the
    notes of those years); None where holds know only the holding's persons. Of people
    without a hold only rows that are others' too are asked about."""
    if not holds and not holding.shared:
        return set()
    if not isinstance(getattr(holding.model, "hold_paths", None), HoldPaths):
        return None
    rows = holding.model._default_manager.filter(held_rows(holding), pk__in=keys)
    return set(rows.values_list("pk", flat=True))


def another(kind: BlockerKind) -> Blocker:
    """What stands for somebody else whom the row is about, without saying who."""
    return Blocker(kind=kind, detail=_("of another person whom the row is about"))


def of_others(
    holding: Holding, keys: Collection[int], person_id: int
) -> dict[int, list[Blocker]]:
    """What holds rows back for the other people they are about; at most three
    statements, and none where rows are one person's."""
    if not holding.shared:
        return {}
    rows = holding.model._default_manager.filter(pk__in=keys)
    pairs = rows.values_list("pk", holding.person_lookup).distinct()
    others = [(key, who) for key, who in pairs if who not in (None, person_id)]
    people = {who for _key, who in others}
    if not people:
        return {}
    restricted = Restriction.objects.in_force().filter(person__in=people)
    asking = Case.objects.pending().filter(person_id__in=people)
    held = (
        (BlockerKind.RESTRICTION, set(restricted.values_list("person_id", flat=True))),
        (BlockerKind.CASE, set(asking.values_list("person_id", flat=True))),
    )
    found: dict[int, list[Blocker]] = {}
    for key, who in others:
        for kind, whom in held:
            if who in whom:
                found.setdefault(key, []).append(another(kind))
    return found


def lines_of(person_ids: Iterable[int]) -> list[RetentionLine]:
    """Lines of runs that are not over, in which these people stand."""
    lines = RetentionLine.objects.filter(person_id__in=list(person_ids))
    return list(lines.exclude(run__state__in=OVER).select_related("run").order_by("pk"))


def run_blocker(line: RetentionLine) -> Blocker:
    """That the row stands in a run: nothing that stops it, unless held back there."""
    day = formats.date_format(line.run.as_of, "SHORT_DATE_FORMAT")
    words = [_("run as of %(day)s") % {"day": day}, str(line.get_state_display())]
    if line.note:
        words.append(str(line.get_note_display()))
    return Blocker(
        kind=BlockerKind.RUN,
        detail=" · ".join(words),
        url=reverse("admin:privacy_retentionrun_change", args=[line.run_id]),
        stops=False,
    )
