"""What the database knows of the erasure journal, so that a restore is noticed."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class MarkState(models.TextChoices):
    """Where the act stands that an entry announces."""

    PENDING = "pending", _("Announced")
    DONE = "done", _("Done")
    VOID = "void", _("Taken back")


class JournalMark(models.Model):
    """One entry of the journal, seen from the database (privacy.restore).

    Committed by itself before the journal's line is written, and marked done by the
    transaction that does what the line says: so a killed worker leaves a pending mark,
    and a restored database has no mark for the journal's last line. ``writer`` is the
    transaction that is to do it; ``position`` the place in the store where the line
    goes; ``digest`` the line's own. Number 0 is the database's birth.
    """

    number = models.BigIntegerField(_("number"), primary_key=True)
    epoch = models.CharField(_("epoch"), max_length=32)
    entry_id = models.CharField(_("entry"), max_length=120, blank=True, db_index=True)
    what = models.CharField(_("what"), max_length=12)
    state = models.CharField(
        _("state"), max_length=7, choices=MarkState, default=MarkState.PENDING
    )
    writer = models.BigIntegerField(null=True)
    position = models.BigIntegerField(default=0)
    digest = models.CharField(_("digest"), max_length=64, blank=True)
    at = models.DateTimeField(_("at"), db_default=Now())

    class Meta:
        verbose_name = _("mark of the erasure journal")
        verbose_name_plural = _("marks of the erasure journal")
        indexes = [
            models.Index(fields=["number"], condition=Q(state="done"), name="mark_done")
        ]

    def __str__(self) -> str:
        return str(self.number)


class RestoreReplay(models.Model):
    """One replay of the journal after a restore, with its signed receipt.

    ``counts``: numbers by kind of entry. ``held``: keys of people whom a legal hold of
    the restored register keeps although the journal says they were erased; they go
    when the hold is released. ``reason``: why it was opened in spite of something.
    """

    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    opened = models.BooleanField(_("opened"), default=False)
    counts = models.JSONField(_("numbers"), default=dict)
    held = models.JSONField(_("held"), default=list)
    reason = models.TextField(_("reason"), blank=True, max_length=500)
    receipt = models.JSONField(_("receipt"), default=dict)

    class Meta:
        verbose_name = _("replay of the erasure journal")
        verbose_name_plural = _("replays of the erasure journal")

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"
