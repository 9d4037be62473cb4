"""Activities: the record of processing (Art. 30), and their balancing tests."""

from __future__ import annotations

from datetime import date, timedelta

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from registry.models import Staff
from registry.seams.personal_data import Category

from .recipient import Recipient
from .texts import in_language

LONGEST_REVIEW = timedelta(days=731)
"""The floor under the parameter ``balancing_test_review_months``."""


class Basis(models.TextChoices):
    """Why the processing is lawful (Art. 6(1), SVPL 200(3))."""

    CONSENT = "6_1_a", _("Consent, Art. 6(1)(a)")
    CONTRACT = "6_1_b", _("Contract with the person, Art. 6(1)(b)")
    LEGAL_DUTY = "6_1_c", _("Legal obligation, Art. 6(1)(c)")
    LEGITIMATE_INTEREST = "6_1_f", _("Legitimate interests, Art. 6(1)(f)")
    EXISTING_CUSTOMER = "svpl_200_3", _("Existing customer, SVPL 200(3)")
    NONE = "", _("Not decided")


class Interest(models.TextChoices):
    """The interests of the notice, and those it does not name (P30)."""

    NONE = "", _("Not applicable")
    RELATIONSHIP = "relationship", _("Customer relationship")
    DIRECT_MARKETING = "direct_marketing", _("Direct marketing")
    STATISTICS = "statistics", _("Statistics")
    CLAIMS = "claims", _("Legal claims (not in the notice)")
    SECURITY = "security", _("Information security (not in the notice)")


class SubjectKind(models.TextChoices):
    """About whom."""

    CUSTOMER = "customer", _("Customers")
    PROSPECT = "prospect", _("Prospects")
    CONTACT = "contact", _("Contact persons of companies")
    SOLE_TRADER = "sole_trader", _("Sole traders and private customers")
    VISITOR = "visitor", _("Visitors of the website")
    STAFF = "staff", _("Users of the register")


class ActivityQuerySet(models.QuerySet["Activity"]):
    """Reads as phrases."""

    def running(self) -> ActivityQuerySet:
        """Not ended."""
        return self.filter(ended_on=None)

    def without_basis(self, on: date) -> ActivityQuerySet:
        """Running with no basis, or on 6(1)(f) with no test in force (P29)."""
        tests = BalancingTest.objects.in_force(on).filter(activity=OuterRef("pk"))
        return self.running().filter(
            Q(basis=Basis.NONE) | Q(basis=Basis.LEGITIMATE_INTEREST) & ~Exists(tests)
        )


class Activity(models.Model):
    """One processing activity: what, why, about whom, on what basis, for how long."""

    slug = models.SlugField(_("short name"), unique=True)
    name_fi = models.CharField(_("name (Finnish)"), max_length=200)
    name_sv = models.CharField(_("name (Swedish)"), max_length=200, blank=True)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    purpose_fi = models.TextField(_("purpose (Finnish)"))
    purpose_sv = models.TextField(_("purpose (Swedish)"), blank=True)
    purpose_en = models.TextField(_("purpose (English)"), blank=True)
    basis = models.CharField(_("basis"), max_length=10, choices=Basis, blank=True)
    interest = models.CharField(
        _("legitimate interest"), max_length=16, choices=Interest, blank=True
    )
    subjects = ArrayField(
        models.CharField(max_length=12, choices=SubjectKind),
        verbose_name=_("data subjects"),
        default=list,
    )
    categories = ArrayField(
        models.CharField(max_length=16, choices=Category),
        verbose_name=_("categories of data"),
        default=list,
    )
    recipients = models.ManyToManyField(
        Recipient,
        blank=True,
        related_name="activities",
        verbose_name=_("recipients"),
    )
    retention_fi = models.CharField(_("retention (Finnish)"), max_length=300)
    retention_sv = models.CharField(
        _("retention (Swedish)"), max_length=300, blank=True
    )
    retention_en = models.CharField(
        _("retention (English)"), max_length=300, blank=True
    )
    started_on = models.DateField(_("started on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("processing activity")
        verbose_name_plural = _("processing activities")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(interest="") | Q(basis=Basis.LEGITIMATE_INTEREST),
                name="activity_interest_only_of_6_1_f",
                violation_error_message=_(
                    "An interest is named only where the basis is legitimate interests."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="activity_ends_after_start",
                violation_error_message=_("The end is before the start."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the active language."""
        return in_language(self, "name")

    @property
    def purpose(self) -> str:
        """In the active language."""
        return in_language(self, "purpose")

    @property
    def retention(self) -> str:
        """In the active language."""
        return in_language(self, "retention")


class BalancingTestQuerySet(models.QuerySet["BalancingTest"]):
    """Reads as phrases."""

    def in_force(self, on: date) -> BalancingTestQuerySet:
        """Approved, passed, valid on that day and not due for review."""
        return self.filter(
            approver__isnull=False,
            result=BalancingTest.Result.PASSED,
            valid_from__lte=on,
            review_by__gte=on,
        )


class BalancingTest(models.Model):
    """A legitimate-interest test of one activity, by version; fixed once approved."""

    class Result(models.TextChoices):
        """What the balance came to."""

        PASSED = "passed", _("The interest prevails")
        FAILED = "failed", _("The person's rights prevail")

    activity = models.ForeignKey(
        Activity,
        models.PROTECT,
        related_name="balancing_tests",
        verbose_name=_("activity"),
    )
    version = models.PositiveSmallIntegerField(_("version"))
    purpose = models.TextField(_("purpose test"))
    necessity = models.TextField(_("necessity test"))
    balance = models.TextField(_("balancing"))
    safeguards = models.TextField(_("safeguards"))
    result = models.CharField(_("result"), max_length=6, choices=Result)
    author = models.ForeignKey(
        Staff, models.PROTECT, related_name="+", verbose_name=_("author")
    )
    approver = models.ForeignKey(
        Staff,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved"), null=True, editable=False)
    valid_from = models.DateField(_("valid from"))
    review_by = models.DateField(_("review by"))

    objects = BalancingTestQuerySet.as_manager()

    class Meta:
        verbose_name = _("balancing test")
        verbose_name_plural = _("balancing tests")
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "version"], name="balancing_test_version_once"
            ),
            models.CheckConstraint(
                condition=Q(review_by__gt=F("valid_from"))
                & Q(review_by__lte=F("valid_from") + LONGEST_REVIEW),
                name="balancing_test_reviewed_in_two_years",
                violation_error_message=_("Review a test within 24 months."),
            ),
            models.CheckConstraint(
                condition=Q(approver=None, approved_at=None)
                | Q(approver__isnull=False, approved_at__isnull=False),
                name="balancing_test_approved_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(approver=None) | ~Q(approver=F("author")),
                name="balancing_test_approved_by_another",
                violation_error_message=_(
                    "Somebody else than the author approves a test."
                ),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="approved_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__approver__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity.slug} v{self.version}"
