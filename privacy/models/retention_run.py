"""Runs of retention: the plan, what must be approved, the lines, and the receipt."""

from __future__ import annotations

from collections import Counter

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    """Where a run stands. Waiting: all that may be done is done, the rest wants a
    person's approval."""

    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Running")
    WAITING = "waiting", _("Waiting for approval")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


OVER = (RunState.DONE, RunState.CANCELLED)


class RunQuerySet(models.QuerySet["RetentionRun"]):
    """Reads as phrases."""

    def open(self) -> RunQuerySet:
        """Planned, running or waiting; without dry runs."""
        return self.filter(dry_run=False).exclude(state__in=OVER)


class RetentionRun(models.Model):
    """One run. ``counts`` is {rule: lines}, ``erased`` {rule: {holding: rows}}.

    ``digest`` covers the digests of the rules' lines; ``receipt`` is signed and carries
    no personal data. ``held``, ``restricted``, ``in_case`` count lines that stand in the
    plan as held back.
    """

    as_of = models.DateField(_("as of"))
    state = models.CharField(
        _("state"), max_length=9, choices=RunState, default=RunState.PLANNED
    )
    dry_run = models.BooleanField(_("dry run"), default=False)
    digest = models.CharField(_("digest"), max_length=64, blank=True)
    counts = models.JSONField(_("due, by rule"), default=dict)
    erased = models.JSONField(_("done, by rule and holding"), default=dict)
    batches = models.PositiveIntegerField(_("batches"), default=0)
    held = models.PositiveIntegerField(_("held, left alone"), default=0)
    restricted = models.PositiveIntegerField(_("restricted, left alone"), default=0)
    in_case = models.PositiveIntegerField(
        _("with an open request, left alone"), default=0
    )
    changed = models.PositiveIntegerField(_("changed since the plan"), default=0)
    pause_ms = models.PositiveIntegerField(
        _("pause between batches, milliseconds"), default=0
    )
    receipt = models.JSONField(_("receipt"), default=dict)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("started by"),
    )
    created_at = models.DateTimeField(_("planned"), auto_now_add=True)
    cancel_requested_at = models.DateTimeField(_("cancellation asked"), null=True)
    cancel_reason = models.CharField(
        _("reason of cancelling"), max_length=300, blank=True
    )
    finished_at = models.DateTimeField(_("finished"), null=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("retention run")
        verbose_name_plural = _("retention runs")
        permissions = [
            ("run_retention", _("Can run retention")),
            ("approve_retention", _("Can approve a retention run")),
        ]
        indexes = [
            models.Index(fields=["-created_at"], name="retention_run_newest"),
            models.Index(
                fields=["created_at"],
                name="retention_run_open",
                condition=~Q(state__in=["done", "cancelled"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.as_of:%Y-%m-%d}"

    @property
    def is_over(self) -> bool:
        """Done or cancelled: nothing more will happen."""
        return self.state in OVER

    @property
    def rows_by_holding(self) -> dict[str, int]:
        """What was done, whatever the rule."""
        rows: Counter[str] = Counter()
        for of_rule in self.erased.values():
            rows.update(of_rule)
        return dict(rows)


class RunRuleState(models.TextChoices):
    """Where one rule of a run stands. Cleared: may be carried out."""

    WAITING = "waiting", _("Waiting for approval")
    CLEARED = "cleared", _("Approved")
    DONE = "done", _("Done")


class RetentionRunRule(models.Model):
    """What one rule lets go in a run. ``lines`` and ``persons`` are numbers of the
    plan; ``holdings`` is {holding: lines}. An approval binds ``digest``."""

    run = models.ForeignKey(RetentionRun, models.CASCADE, related_name="rules")
    slug = models.SlugField(_("rule"), max_length=60)
    version = models.PositiveIntegerField(_("version"), default=1)
    action = models.CharField(_("action"), max_length=8, default="delete")
    needed = models.PositiveSmallIntegerField(_("approvals needed"), default=0)
    state = models.CharField(
        _("state"), max_length=7, choices=RunRuleState, default=RunRuleState.WAITING
    )
    lines = models.PositiveIntegerField(_("lines"), default=0)
    persons = models.PositiveIntegerField(_("persons"), default=0)
    held_back = models.PositiveIntegerField(_("held back"), default=0)
    holdings = models.JSONField(_("lines, by holding"), default=dict)
    digest = models.CharField(_("digest"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("rule of a retention run")
        verbose_name_plural = _("rules of a retention run")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "slug"], name="retention_run_rule_once"
            )
        ]

    def __str__(self) -> str:
        return self.slug


class RetentionApproval(models.Model):
    """One member of staff approved the lines that ``digest`` covers."""

    run_rule = models.ForeignKey(
        RetentionRunRule, models.CASCADE, related_name="approvals"
    )
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("approved by"),
    )
    digest = models.CharField(_("digest"), max_length=64)
    at = models.DateTimeField(_("approved"), auto_now_add=True)

    class Meta:
        verbose_name = _("approval of a retention run")
        verbose_name_plural = _("approvals of a retention run")
        constraints = [
            models.UniqueConstraint(
                fields=["run_rule", "staff", "digest"], name="retention_approved_once"
            )
        ]
        triggers = [pgtrigger.Protect(name="stays", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return str(self.run_rule)


class LineState(models.TextChoices):
    """Open: to be carried out. The others stay in the list until the run is tidied."""

    OPEN = "open", _("To be carried out")
    HELD_BACK = "held_back", _("Held back")
    CHANGED = "changed", _("Changed since the plan")


class LineNote(models.TextChoices):
    """Why a line is held back or has changed."""

    NONE = "", _("Nothing")
    HELD = "held", _("Under a legal hold")
    INFORM = "inform", _("Restricted: tell the person before lifting (18(1)(c))")
    DECIDE = "decide", _("Restricted: decide the restriction first")
    IN_CASE = "in_case", _("The person's request is being dealt with")
    NOT_DUE = "not_due", _("No longer due")
    REFUSED = "refused", _("The database refused: something protects it")


class RetentionLine(models.Model):
    """A row that a run lets go, by which rule, from which day. An executed line is
    gone with its row: what is left to do is what is left in the table.

    ``holding`` is a key of the map, ``row_pk`` the row's key there; ``person_id`` the
    person whose row it is, where there is one.
    """

    run = models.ForeignKey(RetentionRun, models.CASCADE, related_name="lines")
    rule = models.SlugField(_("rule"), max_length=60, db_index=False)
    holding = models.CharField(_("data"), max_length=64)
    row_pk = models.BigIntegerField(_("row"))
    person_id = models.BigIntegerField(_("person"), null=True)
    due_on = models.DateField(_("due from"))
    state = models.CharField(
        _("state"), max_length=9, choices=LineState, default=LineState.OPEN
    )
    note = models.CharField(
        _("why"), max_length=8, choices=LineNote, blank=True, default=""
    )

    class Meta:
        verbose_name = _("line of a retention run")
        verbose_name_plural = _("lines of a retention run")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "holding", "row_pk"], name="retention_line_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["run", "rule", "holding", "id"],
                name="retention_line_open",
                condition=Q(state="open"),
            ),
            models.Index(fields=["person_id"], name="retention_line_person"),
        ]

    def __str__(self) -> str:
        return f"{self.holding} {self.row_pk}"


class RetentionBatch(models.Model):
    """A worker's share of a run: the lines from ``first_line`` to ``last_line``, the
    same after a crash. ``rows`` is {holding: {action: rows}} of what was done."""

    run = models.ForeignKey(RetentionRun, models.CASCADE, related_name="shares")
    rule = models.SlugField(max_length=60, db_index=False)
    holding = models.CharField(max_length=64)
    first_line = models.BigIntegerField()
    last_line = models.BigIntegerField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lines = models.PositiveIntegerField(_("lines"), default=0)
    changed = models.PositiveIntegerField(_("changed since the plan"), default=0)
    rows = models.JSONField(_("done, by holding and action"), default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(_("done"), null=True)

    class Meta:
        verbose_name = _("batch of a retention run")
        verbose_name_plural = _("batches of a retention run")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "rule", "holding", "first_line"],
                name="retention_batch_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["run"],
                name="retention_batch_undone",
                condition=Q(done_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.first_line}–{self.last_line}"
