"""Weakening of protection: what two people decide, and what waits for a day.

A retention rule made longer or switched off, a legal hold released: each is asked for
by one member of staff, confirmed by another, and carried out no sooner than a day
after it was asked for. The database holds the three to be true.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registry.validators import validate_free_text

from .facts import facts_stay
from .hold import LegalHold

SHORTEST_WAIT = timedelta(hours=24)
"""The floor under the parameter ``weakening_wait_hours``."""

STAYS = """
    IF OLD.hold_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM privacy_legalhold h WHERE h.id = OLD.hold_id
    ) THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'a weakening stays on record'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'legal_fact_stays';
"""


class WeakeningKind(models.TextChoices):
    """What is weakened."""

    RULE_CHANGE = "rule_change", _("A retention rule is made longer")
    RULE_OFF = "rule_off", _("A retention rule is switched off")
    HOLD_RELEASE = "hold_release", _("A legal hold is released")


class WeakeningQuerySet(models.QuerySet["Weakening"]):
    """Reads as phrases."""

    def open(self) -> WeakeningQuerySet:
        """Neither carried out nor withdrawn."""
        return self.filter(carried_out_at=None, withdrawn_at=None)

    def to_confirm(self) -> WeakeningQuerySet:
        """Waiting for a second person."""
        return self.open().filter(confirmed_at=None)

    def effective(self, now: datetime) -> WeakeningQuerySet:
        """Confirmed, waited for long enough, not yet carried out."""
        return self.open().filter(effective_at__lte=now)


class Weakening(models.Model):
    """One weakening, from the request to its end. Appended to, never overwritten.

    ``subject_ref`` names what it is about as ``<kind>:<key>``, for example ``hold:12``
    or ``rule:7``; ``hold`` is set where it is a hold, so that the words go with it.
    """

    kind = models.CharField(_("kind"), max_length=16, choices=WeakeningKind)
    subject_ref = models.CharField(_("subject"), max_length=64)
    hold = models.ForeignKey(
        LegalHold,
        models.CASCADE,
        null=True,
        editable=False,
        related_name="weakenings",
        verbose_name=_("legal hold"),
    )
    reason = models.TextField(
        _("reason"), max_length=2000, validators=[validate_free_text]
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("asked for by"),
    )
    requested_at = models.DateTimeField(_("asked for"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    effective_at = models.DateTimeField(_("takes effect"), null=True, editable=False)
    carried_out_at = models.DateTimeField(_("carried out"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawal_reason = models.TextField(
        _("reason of withdrawal"),
        max_length=2000,
        blank=True,
        validators=[validate_free_text],
    )

    objects = WeakeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("weakening of protection")
        verbose_name_plural = _("weakenings of protection")
        permissions = [
            ("confirm_weakening", _("Can confirm a weakening as the second person"))
        ]
        indexes = [
            models.Index(
                fields=["effective_at"],
                condition=Q(carried_out_at=None, withdrawn_at=None),
                name="weakening_open",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_ref"],
                condition=Q(carried_out_at=None, withdrawn_at=None),
                name="weakening_open_once",
                violation_error_message=_("This has been asked for already."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("requested_by")),
                name="weakening_by_two_people",
                violation_error_message=_("Another person must confirm this."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None, effective_at=None)
                | Q(
                    confirmed_by__isnull=False,
                    confirmed_at__gte=F("requested_at"),
                    effective_at__gte=F("requested_at") + SHORTEST_WAIT,
                )
                & Q(effective_at__gte=F("confirmed_at")),
                name="weakening_waits_a_day",
            ),
            models.CheckConstraint(
                condition=Q(carried_out_at=None)
                | Q(carried_out_at__gte=F("effective_at"), withdrawn_at=None)
                & Q(effective_at__isnull=False),
                name="weakening_done_in_time",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                & ~Q(withdrawal_reason=""),
                name="weakening_withdrawn_with_reason",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="weakening_reason"),
            models.CheckConstraint(
                condition=Q(kind="hold_release", hold__isnull=False)
                | ~Q(kind="hold_release") & Q(hold=None),
                name="weakening_names_its_hold",
            ),
        ]
        triggers = [
            facts_stay(
                "kind",
                "subject_ref",
                "hold_id",
                "requested_by_id",
                "requested_at",
                base=["id"],
                words=["reason", "withdrawal_reason"],
                stages=[
                    ["confirmed_at", "confirmed_by_id", "effective_at"],
                    ["carried_out_at"],
                    ["withdrawn_at", "withdrawn_by_id"],
                ],
            ),
            pgtrigger.Trigger(
                name="stays",
                operation=pgtrigger.Delete,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func=STAYS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.subject_ref})"

    @property
    def is_open(self) -> bool:
        """Neither carried out nor withdrawn."""
        return self.carried_out_at is None and self.withdrawn_at is None
