"""Monthly figures: what statistics keep when the people are gone (rec. 26, P07)."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

SMALLEST_GROUP = 5
"""The floor under the parameter ``statistics_minimum_group``."""


class Measure(models.TextChoices):
    """What is counted. Buyers are stored as new and returning ones where both groups
    are large enough, else undivided: the three add up to all buyers."""

    NET_SALES = "net_sales", _("Net sales, €")
    ORDERS = "orders", _("Orders")
    NEW_CUSTOMERS = "new_customers", _("New customers")
    RETURNING_CUSTOMERS = "returning_customers", _("Returning customers")
    BUYERS = "buyers", _("Buyers, not divided into new and returning")
    CONTACTS = "contacts", _("Contacts with persons")


class MonthlyFigure(models.Model):
    """One cell of a closed month; anonymous, frozen, kept.

    The cells of a month and measure (new, returning and undivided buyers being one)
    are a partition: no fact stands in two of them, so that a difference of sums is
    itself a sum of cells. ``product_group`` and ``postal_area`` are empty where the
    cell was merged upwards. ``value`` in euros, or a number of things.
    ``group_size`` is rounded down to a multiple of the smallest group. ``batch`` is 1
    for the closing of the month, more for rows that came later.
    """

    month = models.DateField(_("month"))
    measure = models.CharField(_("measure"), max_length=20, choices=Measure)
    product_group = models.CharField(_("product group"), max_length=80, blank=True)
    postal_area = models.CharField(_("postal area"), max_length=2, blank=True)
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=2)
    group_size = models.PositiveIntegerField(_("group of at least"))
    batch = models.PositiveSmallIntegerField(_("batch"), default=1)

    class Meta:
        verbose_name = _("monthly figure")
        verbose_name_plural = _("monthly figures")
        indexes = [
            models.Index(fields=["measure", "month"], name="figure_of_measure"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["month", "measure", "product_group", "postal_area", "batch"],
                name="figure_once",
            ),
            models.CheckConstraint(
                condition=Q(group_size__gte=SMALLEST_GROUP),
                name="figure_of_a_group",
            ),
            models.CheckConstraint(
                condition=Q(month__day=1), name="figure_of_a_whole_month"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.measure}"


class FigureSource(models.Model):
    """How far a source of figures has been counted.

    ``closed_until``: the first month that is not closed. ``seen_up_to``: the largest
    key that was looked at; a larger one may belong to a month that is closed.
    """

    name = models.CharField(_("name"), max_length=20, primary_key=True)
    closed_until = models.DateField(_("closed until"), null=True)
    seen_up_to = models.BigIntegerField(_("seen up to"), default=0)

    class Meta:
        verbose_name = _("source of monthly figures")
        verbose_name_plural = _("sources of monthly figures")

    def __str__(self) -> str:
        return self.name


class FigureMonth(models.Model):
    """Up to which key the rows of a closed month are in its figures. No row: none of
    them, because there were too few."""

    source = models.ForeignKey(FigureSource, models.CASCADE, related_name="months")
    month = models.DateField(_("month"))
    counted_up_to = models.BigIntegerField(_("counted up to"))
    batches = models.PositiveSmallIntegerField(_("batches"))

    class Meta:
        verbose_name = _("closed month")
        verbose_name_plural = _("closed months")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "month"], name="figure_month_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.month:%Y-%m}"
