"""Where data came from, and what shows a business relationship."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registry.choices import ENDING_EVENTS, Channel, EventKind, SourceKind
from registry.validators import validate_free_text

from .company import Company
from .held import HoldPaths, stay_while_held
from .person import Person


class Partner(models.Model):
    """A partner that gives us contact details, with its own sources (P34)."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    public_source = models.CharField(
        _("the partner's own source"), max_length=200, blank=True
    )
    contract_on = models.DateField(_("contract signed on"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    def __str__(self) -> str:
        return self.name


class Source(models.Model):
    """From whom, how and when we got a person's data (P31–P34, Art. 15(1)(g))."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="sources")
    kind = models.CharField(
        pgettext_lazy("source", "from"), max_length=8, choices=SourceKind
    )
    channel = models.CharField(_("channel"), max_length=8, choices=Channel)
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, verbose_name=_("partner")
    )
    detail = models.CharField(
        _("detail"),
        max_length=200,
        blank=True,
        validators=[validate_free_text],
        help_text=_("For example the name of the fair."),
    )
    collected_on = models.DateField(_("collected on"))
    created_at = models.DateTimeField(auto_now_add=True, editable=False)

    hold_paths = HoldPaths(identity=("person",))

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        indexes = [models.Index(fields=["channel", "person"], name="source_by_channel")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=SourceKind.SELF, partner=None)
                | Q(kind=SourceKind.PARTNER, partner__isnull=False),
                name="source_partner_named",
                violation_error_message=_("Name the partner the data came from."),
            ),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="source_channel_known"
            ),
        ]
        triggers = stay_while_held(identity=["r.person_id"], links=["person_id"])

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.get_channel_display()}"


IS_END = Q(kind__in=[str(kind) for kind in ENDING_EVENTS])


class BusinessEvent(models.Model):
    """An event that begins, shows or ends a relationship; written by one service.

    ``evidence_type`` and ``evidence_ref`` name the row that proves it, for example
    ``order`` and its number; the same evidence gives one event.
    """

    person = models.ForeignKey(
        Person,
        models.CASCADE,
        null=True,
        blank=True,
        db_index=False,  # event_of_person begins with it
        related_name="business_events",
    )
    company = models.ForeignKey(
        Company,
        models.CASCADE,
        null=True,
        blank=True,
        db_index=False,  # event_of_company begins with it
        related_name="business_events",
    )
    kind = models.CharField(_("kind"), max_length=20, choices=EventKind)
    on = models.DateField(_("day"))
    evidence_type = models.CharField(_("kind of evidence"), max_length=32)
    evidence_ref = models.CharField(_("evidence"), max_length=64)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)

    hold_paths = HoldPaths(
        persons=("person",), companies=("company",), named=("person",), day="on"
    )

    class Meta:
        verbose_name = _("business event")
        verbose_name_plural = _("business events")
        indexes = [
            models.Index(fields=["person", "on"], name="event_of_person"),
            models.Index(fields=["company", "on"], name="event_of_company"),
            # Few rows: the clocks look for ends without reading all events.
            models.Index(
                fields=["company"], condition=IS_END, name="event_ending_company"
            ),
            models.Index(
                fields=["person"], condition=IS_END, name="event_ending_person"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(company__isnull=False),
                name="event_of_someone",
            ),
            models.UniqueConstraint(
                fields=["kind", "evidence_type", "evidence_ref"],
                name="event_once_an_evidence",
            ),
        ]
        triggers = stay_while_held(
            persons=["r.person_id"],
            companies=["r.company_id"],
            day='r."on"',
            links=["person_id", "company_id"],
            named=["r.person_id"],
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"
