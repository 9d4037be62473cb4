"""Companies, and who stands where in them."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registry.choices import LegalForm
from registry.references import company_reference
from registry.validators import validate_business_id, validate_free_text

from .expressions import DigitsOfBusinessId, company_key_of, folded, ordered
from .held import HoldPaths, stay_while_held
from .history import track_history
from .person import Person
from .restricted_rows import restricted_rows_stay
from .showing import Maskable


class CompanyQuerySet(models.QuerySet["Company"]):
    """Reads about companies as phrases."""

    def in_finnish_order(self) -> CompanyQuerySet:
        """By name, z å ä ö; ties by key."""
        return self.order_by("sort_key", "pk")


@track_history
class Company(models.Model):
    """An organisation. A sole trader's company is data about its proprietor (P18)."""

    reference = models.CharField(
        _("reference"), max_length=12, unique=True, default=company_reference
    )
    name = models.CharField(_("name"), max_length=200, validators=[validate_free_text])
    business_id = models.CharField(
        _("business id"),
        max_length=9,
        unique=True,
        null=True,
        blank=True,
        validators=[validate_business_id],
        help_text=_("Y-tunnus, for example 1234567-1."),
    )
    vat_number = models.GeneratedField(
        verbose_name=_("VAT number"),
        expression=DigitsOfBusinessId("business_id", prefix="FI"),
        output_field=models.CharField(max_length=10, null=True),
        db_persist=True,
    )
    ovt_code = models.GeneratedField(
        verbose_name=_("OVT code"),
        expression=DigitsOfBusinessId("business_id", prefix="0037"),
        output_field=models.CharField(max_length=12, null=True),
        db_persist=True,
    )
    legal_form = models.CharField(
        _("legal form"), max_length=8, choices=LegalForm, default=LegalForm.OTHER
    )
    industry_code = models.CharField(
        _("industry code"), max_length=5, blank=True, help_text=_("TOL, 2–5 digits.")
    )
    municipality_code = models.CharField(
        _("municipality code"), max_length=3, blank=True
    )
    is_sole_trader = models.BooleanField(_("sole trader"), default=False)
    proprietor = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sole_trades",
        verbose_name=_("proprietor"),
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    dissolved_on = models.DateField(_("dissolved on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True, editable=False)
    sort_key = models.GeneratedField(
        expression=ordered("name"), output_field=models.TextField(), db_persist=True
    )
    search_text = models.GeneratedField(
        expression=folded("name"), output_field=models.TextField(), db_persist=True
    )

    objects = CompanyQuerySet.as_manager()

    hold_paths = HoldPaths(
        identity=("proprietor",), companies=("pk",), named=("proprietor",)
    )

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        indexes = [
            models.Index(fields=["sort_key", "id"], name="company_sort"),
            models.Index(fields=["industry_code"], name="company_industry"),
            models.Index(company_key_of("name"), name="company_key"),
            GinIndex(
                OpClass("search_text", name="gin_trgm_ops"), name="company_search"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="company_has_a_name"),
            models.CheckConstraint(
                condition=Q(business_id=None) | Q(business_id__regex=r"^\d{7}-\d$"),
                name="company_business_id_form",
            ),
            models.CheckConstraint(
                condition=Q(industry_code="") | Q(industry_code__regex=r"^[0-9]{2,5}$"),
                name="company_industry_code_form",
            ),
            models.CheckConstraint(
                condition=Q(proprietor=None) | Q(is_sole_trader=True),
                name="company_proprietor_only_of_sole_trader",
            ),
        ]
        triggers = stay_while_held(
            identity=["r.proprietor_id"],
            companies=["r.id"],
            links=["proprietor_id"],
            named=["r.proprietor_id"],
        )

    def __str__(self) -> str:
        return self.name


@track_history
class Position(Maskable, models.Model):
    """What a person does at a company, from when and until when (P17)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="positions")
    company = models.ForeignKey(
        Company,
        models.CASCADE,
        related_name="positions",
        verbose_name=_("company"),
    )
    title = models.CharField(
        _("title"), max_length=120, blank=True, validators=[validate_free_text]
    )
    work_tasks = models.CharField(
        _("work tasks"),
        max_length=300,
        blank=True,
        validators=[validate_free_text],
        help_text=_("What the person decides or prepares, as told by someone."),
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)

    hold_paths = HoldPaths(
        identity=("person",), companies=("company",), named=("person",)
    )
    masked_columns = ("title", "work_tasks")

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "company"],
                condition=Q(ends_on=None),
                name="position_one_open_a_company",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None)
                | Q(starts_on=None)
                | Q(ends_on__gte=F("starts_on")),
                name="position_ends_after_start",
                violation_error_message=_("The end is before the start."),
            ),
        ]
        triggers = [
            *restricted_rows_stay(
                "company_id", "title", "work_tasks", "starts_on", "ends_on"
            ),
            *stay_while_held(
                identity=["r.person_id"],
                companies=["r.company_id"],
                links=["person_id", "company_id"],
                named=["r.person_id"],
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(_("position"))
