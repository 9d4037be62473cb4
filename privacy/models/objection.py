"""Objections (Art. 21) of persons, and prohibitions of companies (SVPL 202(1))."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from registry.models import Company, Person
from registry.models.held import HoldPaths, day_of, stay_while_held
from registry.seams.gate import Channel
from registry.validators import validate_free_text

from .facts import LegalFact, facts_stay, goes_with_person


class ObjectionKind(models.TextChoices):
    """Against what."""

    MARKETING = "marketing", _("Direct marketing (Art. 21(2))")
    PROFILING = "profiling", _("Profiling for marketing (Art. 21(2))")
    OWN_GROUNDS = "own_grounds", _("On her own grounds (Art. 21(1))")


class ObjectionScope(models.TextChoices):
    """Against which channel; the whole of it is what the law means by default."""

    ALL = "", _("All channels")
    EMAIL = Channel.EMAIL.value, _("E-mail")
    SMS = Channel.SMS.value, _("Text message")
    PHONE = Channel.PHONE.value, _("Phone call")
    POST = Channel.POST.value, _("Post")


class ObjectionDecision(models.TextChoices):
    """What became of an objection on her own grounds."""

    OPEN = "", _("Not decided")
    UPHELD = "upheld", _("Upheld: processing stops")
    PARTLY = "partly", _("Upheld in part")
    OVERRIDDEN = "overridden", _("Overriding grounds shown")
    WITHDRAWN = "withdrawn", _("Taken back by the person")


NEEDS_NOBODY = (ObjectionDecision.UPHELD, ObjectionDecision.WITHDRAWN)
"""What may stand without a named person: the deadline upholds, she herself withdraws."""


class Objection(LegalFact):
    """An objection, effective at once. One to marketing is never closed by staff: only
    a later consent of the person opens the channel again.

    ``case_id`` is a plain number: the objection outlives the request it came by."""

    person = models.ForeignKey(
        Person,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="objections",
        verbose_name=_("person"),
    )
    company = models.ForeignKey(
        Company,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="prohibitions",
        verbose_name=_("company"),
    )
    kind = models.CharField(
        _("against"),
        max_length=11,
        choices=ObjectionKind,
        default=ObjectionKind.MARKETING,
    )
    scope = models.CharField(
        _("channel"),
        max_length=8,
        choices=ObjectionScope,
        blank=True,
        default=ObjectionScope.ALL,
    )
    grounds = models.TextField(
        _("grounds"),
        max_length=2000,
        blank=True,
        validators=[validate_free_text],
        help_text=_("Never asked for where the objection is to marketing."),
    )
    received_at = models.DateTimeField(_("received"), db_default=Now())
    case_id = models.BigIntegerField(_("request"), null=True, editable=False)
    place = models.CharField(_("received by"), max_length=60, blank=True)
    decision = models.CharField(
        _("decision"),
        max_length=10,
        choices=ObjectionDecision,
        blank=True,
        default=ObjectionDecision.OPEN,
        editable=False,
    )
    decision_reason = models.TextField(
        _("reasons"), blank=True, validators=[validate_free_text], editable=False
    )
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    decided_by = models.ForeignKey(
        "registry.Staff",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )

    hold_paths = HoldPaths(persons=("person",), day="received_at")

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        indexes = [models.Index(fields=["person", "kind"], name="objection_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, company__isnull=False)
                | Q(person__isnull=False, company=None),
                name="objection_of_one",
                violation_error_message=_("Choose a person or a company, not both."),
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decision="")
                | Q(kind=ObjectionKind.OWN_GROUNDS)
                & (Q(decided_by__isnull=False) | Q(decision__in=NEEDS_NOBODY))
                & ~Q(decision="")
                & ~Q(decision_reason=""),
                name="objection_decided_with_reasons",
            ),
            models.CheckConstraint(
                condition=Q(company=None) | Q(kind=ObjectionKind.MARKETING),
                name="objection_of_company_is_prohibition",
                violation_error_message=_("A company can only prohibit marketing."),
            ),
            models.UniqueConstraint(
                fields=["case_id", "person", "kind"],
                condition=Q(case_id__isnull=False),
                name="objection_once_a_case",
            ),
        ]
        triggers = [
            facts_stay(
                "person_id",
                "company_id",
                "kind",
                "scope",
                "received_at",
                "case_id",
                "place",
                closing=["decided_at", "decided_by_id", "decision"],
                words=["grounds", "decision_reason"],
            ),
            goes_with_person(),
            *stay_while_held(persons=["r.person_id"], day=day_of("r.received_at")),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
