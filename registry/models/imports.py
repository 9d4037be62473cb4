"""Imports: one run a file, one row a row of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.choices import Channel, SourceKind

from .company import Company
from .person import Person
from .provenance import Partner


class ImportKind(models.TextChoices):
    """What the rows of the file are."""

    PEOPLE = "people", _("People")
    COMPANIES = "companies", _("Companies")


class ImportState(models.TextChoices):
    """Where a run stands; progress is its job's."""

    DRAFT = "draft", _("Being prepared")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class ImportOutcome(models.TextChoices):
    """What became of a row."""

    CREATED = "created", _("created")
    UPDATED = "updated", _("updated")
    UNCHANGED = "unchanged", _("unchanged")
    REFUSED = "refused", _("refused")


class ImportRun(models.Model):
    """One file on its way into the register.

    ``rows_done`` is written in the transaction of each chunk: where a killed run
    goes on. The file itself lies in DATA_DIR/imports until a day after the end.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=ImportKind)
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState, default=ImportState.DRAFT
    )
    file_name = models.CharField(_("file"), max_length=200)
    file_key = models.CharField(max_length=64, blank=True, editable=False)
    headers = models.JSONField(default=list, editable=False)
    mapping = models.JSONField(default=dict, editable=False)
    source_kind = models.CharField(
        _("obtained from"), max_length=8, choices=SourceKind, blank=True
    )
    channel = models.CharField(_("channel"), max_length=8, choices=Channel, blank=True)
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, verbose_name=_("partner")
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    collected_on = models.DateField(_("collected on"), null=True, blank=True)
    counts = models.JSONField(default=dict, editable=False)
    reasons = models.JSONField(default=dict, editable=False)
    rows_done = models.PositiveIntegerField(default=0, editable=False)
    rows_total = models.PositiveIntegerField(default=0, editable=False)
    error_code = models.CharField(max_length=60, blank=True, editable=False)
    job_id = models.BigIntegerField(null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    created_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, editable=False)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        permissions = [("import_people", _("Can import people and companies"))]
        indexes = [models.Index(fields=["-created_at"], name="import_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(partner=None) | Q(source_kind=SourceKind.PARTNER),
                name="import_partner_only_of_partners",
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_over(self) -> bool:
        """Nothing more will be written by this run."""
        return self.state not in {ImportState.DRAFT, ImportState.RUNNING}

    @property
    def percent(self) -> int:
        """Progress in whole percent."""
        total = self.rows_total
        return min(100, self.rows_done * 100 // total) if total else 0


class ImportRow(models.Model):
    """What became of one row. Only refused rows keep their cells; 30 days."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=9, choices=ImportOutcome)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    company = models.ForeignKey(Company, models.CASCADE, null=True, related_name="+")
    matched_by = models.CharField(max_length=12, blank=True)
    problems = models.JSONField(default=list)
    differences = models.JSONField(_("differing values"), default=list)
    raw = models.JSONField(_("row of the file"), null=True)

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        indexes = [
            models.Index(fields=["run", "outcome", "number"], name="import_row_page")
        ]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="import_row_once"),
            models.CheckConstraint(
                condition=Q(raw=None) | Q(outcome=ImportOutcome.REFUSED),
                name="import_only_refused_rows_keep_cells",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.number}"
