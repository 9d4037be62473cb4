"""Background work as rows: the broker only wakes it up."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


class Job(models.Model):
    """One piece of background work. Payload and result carry ids and counts only."""

    kind = models.CharField(max_length=60)
    state = models.CharField(
        max_length=10, choices=JobState.choices, default=JobState.QUEUED
    )
    payload = models.JSONField(default=dict)
    progress_done = models.PositiveBigIntegerField(default=0)
    progress_total = models.PositiveBigIntegerField(default=0)
    result = models.JSONField(default=dict)
    heartbeat_at = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=80, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField(default=timezone.now)
    cancel_requested_at = models.DateTimeField(null=True)
    created_by_id = models.BigIntegerField(null=True)
    error_code = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = [
            models.Index(
                "run_after", "id", name="job_due", condition=Q(state=JobState.QUEUED)
            ),
            models.Index(
                "heartbeat_at", name="job_alive", condition=Q(state=JobState.RUNNING)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_over(self) -> bool:
        """Done, failed or cancelled: nothing more will happen."""
        return self.state not in {JobState.QUEUED, JobState.RUNNING}

    @property
    def percent(self) -> int:
        """Progress in whole percent; 0 while the total is unknown."""
        total = self.progress_total
        return min(100, self.progress_done * 100 // total) if total else 0
