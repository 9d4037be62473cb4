"""Legal holds: what must not be erased for the sake of a claim (Art. 17(3)(e))."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now, TruncDate
from django.utils.translation import gettext_lazy as _

from registry.models import Company, Order, Person
from registry.validators import validate_free_text

from .facts import LegalFact, facts_stay, goes_with_person

LONGEST_REVIEW = timedelta(days=366)
"""The floor under the parameter ``hold_review_months``."""


class HoldQuerySet(models.QuerySet["LegalHold"]):
    """Reads as phrases."""

    def in_force(self) -> HoldQuerySet:
        """Not released."""
        return self.filter(released_at=None)

    def to_review(self, on: date) -> HoldQuerySet:
        """In force, and its review is due."""
        return self.in_force().filter(review_by__lte=on)


class LegalHold(LegalFact):
    """A hold on a person, a company or an order, with an owner and a review date.

    ``from_on`` and ``until_on`` bound the data held by their own date; both empty: all.
    """

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
        ]

    def __str__(self) -> str:
        return f"{_('Legal hold')} {self.pk}"
