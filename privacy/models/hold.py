"""Legal holds: what must not be erased for the sake of a claim (Art. 17(3)(e))."""

from __future__ import annotations

from datetime import date, timedelta

import pgtrigger
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Now, TruncDate
from django.utils.translation import gettext_lazy as _

from registry.models import Company, Order, Person
from registry.models.held import HELD_TABLES_STAY
from registry.validators import validate_free_text

from .facts import LegalFact, facts_stay, goes_with_person

PROJECTED = """
    IF NEW.released_at IS NULL THEN
        INSERT INTO registry_holdguard
            (hold_id, person_id, company_id, order_id, from_on, until_on)
        VALUES (NEW.id, NEW.person_id, NEW.company_id, NEW.order_id,
                NEW.from_on, NEW.until_on)
        ON CONFLICT (hold_id) DO NOTHING;
    ELSE
        DELETE FROM registry_holdguard WHERE hold_id = NEW.id;
    END IF;
    RETURN NULL;
"""
IN_FORCE_STAYS = """
    IF OLD.released_at IS NULL THEN
        RAISE EXCEPTION 'a legal hold in force is not deleted'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'row_held';
    END IF;
    RETURN OLD;
"""
RELEASED_BY_TWO = """
    IF OLD.released_at IS NULL AND NEW.released_at IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM privacy_weakening w
        WHERE w.hold_id = NEW.id AND w.withdrawn_at IS NULL
          AND w.effective_at <= NEW.released_at
    ) THEN
        RAISE EXCEPTION 'two people and a day release a legal hold'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'hold_released_by_two';
    END IF;
    RETURN NEW;
"""
GOES_WITH_HOLD = """
    IF EXISTS (SELECT 1 FROM privacy_legalhold h WHERE h.id = OLD.hold_id) THEN
        RAISE EXCEPTION 'a review stays with its hold'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'legal_fact_stays';
    END IF;
    RETURN NULL;
"""

LONGEST_REVIEW = timedelta(days=366)
"""The floor under the parameter ``hold_review_months``."""


class HoldQuerySet(models.QuerySet["LegalHold"]):
    """Reads as phrases."""

    def in_force(self) -> HoldQuerySet:
        """Not released."""
        return self.filter(released_at=None)

    def with_next_review(self) -> HoldQuerySet:
        """Annotates ``next_review_by``: what the newest review says, else the hold."""
        newest = HoldReview.objects.filter(hold=OuterRef("pk")).order_by("-at", "-pk")
        said = Subquery(newest.values("next_review_by")[:1])
        return self.annotate(  # type: ignore[no-redef]  # its type stands on the model
            next_review_by=Coalesce(said, F("review_by"))
        )

    def to_review(self, on: date) -> HoldQuerySet:
        """In force, and its review is due by that day."""
        reviewed = self.with_next_review().in_force()
        return reviewed.filter(next_review_by__lte=on)  # type: ignore[misc]  # annotated above


class LegalHold(LegalFact):
    """A hold on a person, a company or an order, with an owner and a review date.

    ``from_on`` and ``until_on`` bound the data held by their own date; both empty: all.
    """

    next_review_by: date
    """Only where ``with_next_review`` was asked for."""

    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="legal_holds",
        verbose_name=_("person"),
    )
    company = models.ForeignKey(
        Company,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="legal_holds",
        verbose_name=_("company"),
    )
    order = models.ForeignKey(
        Order,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="legal_holds",
        verbose_name=_("order"),
    )
    reason = models.TextField(
        _("reason"), max_length=2000, validators=[validate_free_text]
    )
    from_on = models.DateField(_("data from"), null=True, blank=True)
    until_on = models.DateField(_("data until"), null=True, blank=True)
    owner = models.ForeignKey(
        "registry.Staff",
        models.PROTECT,
        related_name="+",
        verbose_name=_("owner"),
    )
    opened_at = models.DateTimeField(_("opened"), db_default=Now())
    review_by = models.DateField(_("review by"))
    released_at = models.DateTimeField(_("released"), null=True, editable=False)
    released_by = models.ForeignKey(
        "registry.Staff",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("released by"),
    )
    release_reason = models.TextField(
        _("reason of release"), blank=True, validators=[validate_free_text]
    )

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        indexes = [
            models.Index(
                fields=["review_by"], condition=Q(released_at=None), name="hold_review"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, company=None, order=None)
                | Q(person=None, company__isnull=False, order=None)
                | Q(person=None, company=None, order__isnull=False),
                name="hold_of_one",
                violation_error_message=_("Choose a person, a company or an order."),
            ),
            models.CheckConstraint(
                condition=Q(from_on=None)
                | Q(until_on=None)
                | Q(until_on__gte=F("from_on")),
                name="hold_range",
                violation_error_message=_("The end is before the start."),
            ),
            models.CheckConstraint(
                condition=Q(
                    review_by__lte=TruncDate(F("opened_at"), tzinfo=None)
                    + LONGEST_REVIEW
                ),
                name="hold_reviewed_within_a_year",
                violation_error_message=_("Review a hold within twelve months."),
            ),
            models.CheckConstraint(
                condition=Q(released_at=None)
                | Q(released_by__isnull=False) & ~Q(release_reason=""),
                name="hold_released_with_reason",
            ),
        ]
        triggers = [
            facts_stay(
                "person_id",
                "company_id",
                "order_id",
                "from_on",
                "until_on",
                "owner_id",
                "opened_at",
                "review_by",
                closing=["released_at", "released_by_id"],
                words=["reason", "release_reason"],
            ),
            goes_with_person("released_at"),
            pgtrigger.Trigger(
                name="projected",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.After,
                func=PROJECTED,
            ),
            pgtrigger.Trigger(
                name="in_force_stays",
                operation=pgtrigger.Delete,
                when=pgtrigger.Before,
                func=IN_FORCE_STAYS,
            ),
            pgtrigger.Trigger(
                name="released_by_two",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func=RELEASED_BY_TWO,
            ),
            pgtrigger.Trigger(
                name="held_truncate",
                level=pgtrigger.Statement,
                operation=pgtrigger.Truncate,
                when=pgtrigger.Before,
                func=HELD_TABLES_STAY,
            ),
        ]

    def __str__(self) -> str:
        return f"{_('Legal hold')} {self.pk}"

    @property
    def reference(self) -> str:
        """What it is called in mail and talk; tells nothing about anybody."""
        return f"PK-{self.pk}"


class HoldReview(LegalFact):
    """A review that found the hold still needed: appended, with its reason."""

    hold = models.ForeignKey(
        LegalHold,
        models.CASCADE,
        related_name="reviews",
        verbose_name=_("legal hold"),
    )
    at = models.DateTimeField(_("reviewed"))
    reason = models.TextField(
        _("why it is still needed"), max_length=2000, validators=[validate_free_text]
    )
    next_review_by = models.DateField(_("next review by"))

    class Meta:
        verbose_name = _("review of a legal hold")
        verbose_name_plural = _("reviews of legal holds")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="hold_review_reason"),
            models.CheckConstraint(
                condition=Q(
                    next_review_by__lte=TruncDate(F("at"), tzinfo=None) + LONGEST_REVIEW
                ),
                name="hold_review_within_a_year",
                violation_error_message=_("Review a hold within twelve months."),
            ),
        ]
        triggers = [
            facts_stay("hold_id", "at", "next_review_by", words=["reason"]),
            pgtrigger.Trigger(
                name="goes_with_hold",
                operation=pgtrigger.Delete,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func=GOES_WITH_HOLD,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"


class HoldReminder(models.Model):
    """That people were reminded of a review, once a step: days before it was due."""

    hold = models.ForeignKey(LegalHold, models.CASCADE, related_name="reminders")
    review_by = models.DateField(_("review by"))
    days_before = models.PositiveSmallIntegerField(_("days before"))
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)

    class Meta:
        verbose_name = _("reminder of a review")
        verbose_name_plural = _("reminders of reviews")
        constraints = [
            models.UniqueConstraint(
                fields=["hold", "review_by", "days_before"], name="hold_reminded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.review_by} -{self.days_before}"
