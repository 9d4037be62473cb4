"""Runs of retention: the plan, its lines while they are undone, and the receipt."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    """Where a run stands."""

    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


class RetentionRun(models.Model):
    """One run. ``counts`` is keyed by rule, ``erased`` by holding: numbers only.

    ``digest`` covers the planned lines; ``receipt`` is signed and carries no personal
    data.
    """

    as_of = models.DateField(_("as of"))
    state = models.CharField(
        _("state"), max_length=9, choices=RunState, default=RunState.PLANNED
    )
    dry_run = models.BooleanField(_("dry run"), default=False)
    digest = models.CharField(_("digest"), max_length=64, blank=True)
    counts = models.JSONField(_("due, by rule"), default=dict)
    erased = models.JSONField(_("done, by holding"), default=dict)
    batches = models.PositiveIntegerField(_("batches"), default=0)
    held = models.PositiveIntegerField(_("held, left alone"), default=0)
    restricted = models.PositiveIntegerField(_("restricted, left alone"), default=0)
    receipt = models.JSONField(_("receipt"), default=dict)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("started by"),
    )
    created_at = models.DateTimeField(_("planned"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("retention run")
        verbose_name_plural = _("retention runs")
        permissions = [("run_retention", _("Can run retention"))]
        indexes = [models.Index(fields=["-created_at"], name="retention_run_newest")]

    def __str__(self) -> str:
        return f"{self.as_of:%Y-%m-%d}"


class RetentionRunPerson(models.Model):
    """A person still to be erased by a run; the line goes with the batch."""

    run = models.ForeignKey(RetentionRun, models.CASCADE, related_name="lines")
    person_id = models.BigIntegerField(_("person"))
    rule = models.CharField(max_length=24)

    class Meta:
        verbose_name = _("line of a retention run")
        verbose_name_plural = _("lines of a retention run")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "person_id"], name="retention_line_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.person_id)
