"""Other people's rows that speak of the person: found by search, decided by a human."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.exceptions import CaseStateError, DecisionIncomplete
from privacy.models import Case, MentionChoice, MentionReview
from privacy.models.case_choices import CaseState
from privacy.services.traces import traces_of_case
from registry.models import Staff
from registry.seams.audit import record
from registry.seams.personal_data import (
    Mention,
    Traces,
    find_mentions,
    registry_of_holdings,
)
from registry.validators import validate_free_text

EITHER_SIDE = 90


@transaction.atomic
def note_mentions(case: Case, *, on: date) -> int:
    """Search, and write down the places not known yet; how many are undecided.

    A row that the map lets go as a whole (a refused import row, a saved filter, a mail
    still queued) is set to go; the officer may still say otherwise.
    """
    found = _found(case, on)
    now = timezone.now()
    MentionReview.objects.bulk_create(
        (
            MentionReview(
                case=case,
                holding_key=mention.holding,
                row_pk=mention.pk,
                field=mention.field,
                whole_row=mention.whole_row,
                choice=MentionChoice.REDACT if mention.whole_row else "",
                decided_at=now if mention.whole_row else None,
            )
            for mention in found
        ),
        ignore_conflicts=True,
    )
    _forget_vanished(case, found)
    return case.mentions.filter(choice=MentionChoice.OPEN).count()


@transaction.atomic
def decide_mention(
    *,
    actor: Staff,
    case_id: int,
    mention_id: int,
    choice: MentionChoice,
    reason: str = "",
) -> MentionReview:
    """Redact the place, or keep it for a reason. DecisionIncomplete without one."""
    case = Case.objects.select_for_update().get(pk=case_id)
    if case.state != CaseState.OPEN:
        raise CaseStateError
    review = case.mentions.select_for_update().get(pk=mention_id)
    if choice == MentionChoice.KEEP and not reason.strip():
        raise DecisionIncomplete(_("Give a reason for keeping it."))
    validate_free_text(reason)
    review.choice = choice
    review.reason = reason.strip()
    review.decided_by = actor
    review.decided_at = timezone.now()
    review.save()
    record(
        actor=actor,
        action=f"mention.{choice}",
        subjects=[("case", case.pk)],
        fields=[f"{review.holding_key}.{review.field}"],
    )
    return review


def unconfirmed_of(case: Case) -> QuerySet[Case]:
    """Requests from the same addresses that nobody confirmed: they go with her."""
    traces = traces_of_case(case)
    return Case.objects.filter(state=CaseState.UNCONFIRMED, email__in=traces.words)


def as_mention(review: MentionReview) -> Mention:
    """What the machinery redacts."""
    return Mention(
        holding=review.holding_key,
        pk=review.row_pk,
        field=review.field,
        whole_row=review.whole_row,
    )


def kept_places(case: Case) -> Counter[str]:
    """Places that stay by decision, keyed as ``rescan`` names them."""
    kept = case.mentions.filter(choice=MentionChoice.KEEP)
    return Counter(
        f"{key}.{field}" for key, field in kept.values_list("holding_key", "field")
    )


@dataclass(frozen=True, kw_only=True)
class Excerpt:
    """The words around a trace: before, the trace itself, after."""

    before: str
    found: str
    after: str


def excerpts_of(review: MentionReview, traces: Traces) -> Iterator[Excerpt]:
    """What the officer reads; nothing where the row has gone since."""
    text = _text_of(review)
    for match in traces.pattern().finditer(text):
        yield Excerpt(
            before=text[max(0, match.start() - EITHER_SIDE) : match.start()],
            found=match[0],
            after=text[match.end() : match.end() + EITHER_SIDE],
        )


def _text_of(review: MentionReview) -> str:
    model = registry_of_holdings[review.holding_key].model
    rows = model._default_manager.filter(pk=review.row_pk)
    return str(rows.values_list(review.field, flat=True).first() or "")


def _found(case: Case, on: date) -> list[Mention]:
    if case.person_id is None:
        return []
    found = find_mentions(traces_of_case(case), person_ids=[case.person_id], on=on)
    going = set(unconfirmed_of(case).values_list("pk", flat=True))
    return [m for m in found if m.holding != "cases" or m.pk not in going]


def _forget_vanished(case: Case, found: list[Mention]) -> None:
    known: set[Any] = {(m.holding, m.pk, m.field) for m in found}
    gone = [
        review.pk
        for review in case.mentions.all()
        if (review.holding_key, review.row_pk, review.field) not in known
    ]
    if gone:
        case.mentions.filter(pk__in=gone).delete()
