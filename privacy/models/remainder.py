"""What a duty kept when the rest of a person was erased, until the duty lapses."""

from __future__ import annotations

from datetime import date

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .case import Case
from .facts import facts_stay


class Duty(models.TextChoices):
    """Why something is kept in spite of a request to erase (Art. 17(3))."""

    HOLD = "hold", _("Legal hold – GDPR Art. 17(3)(e)")
    CLAIM = "claim", _("Open invoice – GDPR Art. 17(3)(e)")
    DECISION = "decision", _("The officer's decision – GDPR Art. 17(3)")
    PROOF = "proof", _("Proof while the person's data is kept – GDPR Art. 5(2)")
    VOUCHER = "voucher", _("Accounting Act 1336/1997, chapter 2, section 10")


KEEPS_PERSON = (Duty.HOLD, Duty.CLAIM, Duty.DECISION)
"""Duties under which the person herself is still there, restricted."""


class ReviewWhen(models.TextChoices):
    """The event that ends a duty which has no day."""

    NONE = "", _("by its day")
    INVOICE_SETTLED = "invoice_settled", _("when the invoice is settled")
    HOLD_RELEASED = "hold_released", _("when the hold is released")


class RemainderQuerySet(models.QuerySet["HeldRemainder"]):
    """Reads about what is still held, as phrases."""

    def open(self) -> RemainderQuerySet:
        """Still kept."""
        return self.filter(completed_at=None)

    def of_persons(self) -> RemainderQuerySet:
        """Open, and the person is still there: they restrict her (PersonGuard)."""
        return self.open().filter(duty__in=KEEPS_PERSON, person_id__isnull=False)

    def ended(self, on: date) -> RemainderQuerySet:
        """Open although their last day has passed."""
        return self.open().filter(ends_on__lt=on)


class HeldRemainder(models.Model):
    """One duty that keeps something of an erased person. It ends on a pinned day or at
    an event, and then the erasure completes itself.

    ``person_id`` is a plain number, empty once she is gone and only vouchers are left.
    ``rows``: holding → keys of kept vouchers, found by nothing else after that.
    """

    case = models.ForeignKey(
        Case,
        models.SET_NULL,
        null=True,
        related_name="remainders",
        verbose_name=_("case"),
    )
    person_id = models.BigIntegerField(_("person"), null=True)
    duty = models.CharField(_("why"), max_length=8, choices=Duty)
    holdings = models.JSONField(_("what"), default=list)
    rows = models.JSONField(_("vouchers"), default=dict)
    ends_on = models.DateField(_("last day"), null=True)
    review_when = models.CharField(
        _("ends"), max_length=15, choices=ReviewWhen, blank=True
    )
    opened_at = models.DateTimeField(_("kept since"), auto_now_add=True)
    completed_at = models.DateTimeField(_("let go"), null=True)

    objects = RemainderQuerySet.as_manager()

    class Meta:
        verbose_name = _("held remainder")
        verbose_name_plural = _("held remainders")
        indexes = [
            models.Index(
                fields=["person_id"],
                condition=Q(completed_at=None),
                name="remainder_of_person",
            ),
            models.Index(
                fields=["ends_on"],
                condition=Q(completed_at=None),
                name="remainder_ends_on",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "duty"],
                condition=Q(completed_at=None) & ~Q(duty="voucher"),
                name="remainder_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) & ~Q(review_when="")
                | Q(ends_on__isnull=False, review_when=""),
                name="remainder_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(duty__in=Duty.values), name="remainder_duty_known"
            ),
        ]
        triggers = [
            facts_stay(
                "duty",
                "holdings",
                "ends_on",
                "review_when",
                "opened_at",
                closing=["completed_at"],
                base=("id",),
            ),
            pgtrigger.Protect(
                name="open_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.completed_at IS NULL"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_duty_display()}"
