"""Approvals of what a rule lets go, and single rows taken out of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.exceptions import RetentionError
from privacy.models import (
    LineNote,
    LineState,
    RetentionApproval,
    RetentionLine,
    RetentionRun,
    RetentionRunRule,
    RunRuleState,
)
from privacy.services.holds import place_hold
from registry.models import Order, Person, Staff, Voucher
from registry.seams.audit import record
from registry.seams.personal_data import registry_of_holdings

from .jobs import enqueue_run
from .past import PERSONS, VOUCHERS
from .planning import digest_of_lines, digest_of_run


@transaction.atomic
def approve(
    *, run: RetentionRun, rule: str, actor: Staff, digest: str
) -> RetentionRunRule:
    """Approve the lines that ``digest`` covers. With the last approval that is needed
    the rule is carried out at once.

    RetentionError where the lines are not those any more, where nothing waits, and
    where the second person is the first one."""
    part = _waiting_part(run, rule)
    if digest_of_lines(run.pk, rule) != digest:
        raise RetentionError(
            _("The lines have changed since you looked. Look at them again first."),
            code="plan_changed",
        )
    given = part.approvals.filter(digest=digest)
    if given.filter(staff=actor).exists():
        raise RetentionError(
            _("You have approved this already. Another person must approve it too."),
            code="same_person",
        )
    RetentionApproval.objects.create(run_rule=part, staff=actor, digest=digest)
    record(actor=actor, action="retention.approved", subjects=[("run", run.pk)])
    if given.count() >= part.needed:
        part.state = RunRuleState.CLEARED
        part.save(update_fields=["state"])
        enqueue_run(run, actor=actor)
    return part


@transaction.atomic
def hold_back(*, line: RetentionLine, actor: Staff, reason: str) -> None:
    """Place a legal hold on what the line would let go, and take the line out, with the
    other lines of the person where she is held as a whole. Approvals of the rule were
    given for other lines and count no more. RetentionError where the row is about
    nobody, or has gone."""
    run = RetentionRun.objects.select_for_update().get(pk=line.run_id)
    line = RetentionLine.objects.select_for_update().get(pk=line.pk)
    if run.is_over or line.state != LineState.OPEN:
        raise RetentionError(_("This line is no longer to be carried out."))
    place_hold(actor=actor, owner=actor, reason=reason, **_held_by(line))
    lines = RetentionLine.objects.filter(run=run, state=LineState.OPEN)
    if line.holding == PERSONS:
        lines = lines.filter(person_id=line.person_id)
    else:
        lines = lines.filter(pk=line.pk)
    rules = set(lines.values_list("rule", flat=True))
    lines.update(state=LineState.HELD_BACK, note=LineNote.HELD)
    record(
        actor=actor,
        action="retention.held_back",
        subjects=[("run", run.pk), *_subjects(line)],
    )
    _count_again(run, rules)


def _waiting_part(run: RetentionRun, rule: str) -> RetentionRunRule:
    part = (
        RetentionRunRule.objects.select_for_update()
        .filter(run=run, slug=rule, state=RunRuleState.WAITING)
        .first()
    )
    run.refresh_from_db()
    if part is None or run.is_over or run.cancel_requested_at:
        raise RetentionError(_("Nothing here waits for approval any more."))
    return part


def _held_by(line: RetentionLine) -> dict[str, Any]:
    if line.holding == VOUCHERS:
        voucher = Voucher.objects.filter(pk=line.row_pk).select_related("order").first()
        order = voucher.order if voucher else None
    elif line.holding == "orders_as_contact":
        order = Order.objects.filter(pk=line.row_pk).first()
    else:
        return _person_of(line)
    if order is None:
        raise RetentionError(_("This row has gone already."))
    return {"order": order}


def _person_of(line: RetentionLine) -> dict[str, Any]:
    person = Person.objects.filter(pk=line.person_id or 0).first()
    if person is None:
        raise RetentionError(_("This row is about no person: nobody can be held."))
    if line.holding == PERSONS:
        return {"person": person}
    day = _own_day(line)
    return {"person": person, "from_on": day, "until_on": day}


def _own_day(line: RetentionLine) -> date | None:
    """The row's own date bounds the hold to it; without one the person is held."""
    holding = registry_of_holdings[line.holding]
    if not holding.clock:
        return None
    row = holding.model._default_manager.filter(pk=line.row_pk)
    found: Any = row.values_list(holding.clock, flat=True).first()
    if found is None:
        raise RetentionError(_("This row has gone already."))
    return timezone.localdate(found) if isinstance(found, datetime) else found


def _subjects(line: RetentionLine) -> list[tuple[str, int]]:
    return [("person", line.person_id)] if line.person_id else []


def _count_again(run: RetentionRun, rules: set[str]) -> None:
    for part in run.rules.select_for_update().filter(slug__in=rules):
        lines = run.lines.filter(rule=part.slug)
        part.held_back = lines.filter(state=LineState.HELD_BACK).count()
        if part.state == RunRuleState.WAITING:
            part.lines = lines.filter(state=LineState.OPEN).count()
            part.digest = digest_of_lines(run.pk, part.slug)
            if not part.lines:
                part.state = RunRuleState.DONE
        part.save()
    run.held = run.lines.filter(note=LineNote.HELD).count()
    run.digest = digest_of_run(run)
    run.save(update_fields=["held", "digest"])
