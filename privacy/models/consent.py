"""Consents: given, confirmed, withdrawn; one row an act (Art. 4(11), 7)."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from registry.models import Person
from registry.models.held import HoldPaths, day_of, stay_while_held
from registry.seams.gate import Channel, Purpose
from registry.validators import validate_free_text

from .facts import LegalFact, facts_stay, goes_with_person


class ConsentAction(models.TextChoices):
    """What the person did."""

    GIVEN = "given", _("Given")
    CONFIRMED = "confirmed", _("Confirmed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


POSITIVE = (ConsentAction.GIVEN, ConsentAction.CONFIRMED)


class ConsentQuerySet(models.QuerySet["ConsentEvent"]):
    """Reads of the consent ledger as phrases."""

    def withdrawn(self) -> ConsentQuerySet:
        """Withdrawals."""
        return self.filter(action=ConsentAction.WITHDRAWN)

    def in_force(self) -> ConsentQuerySet:
        """Consents that no later withdrawal of the same topic, or of all, has ended."""
        later = ConsentEvent.objects.withdrawn().filter(
            Q(topic=OuterRef("topic")) | Q(topic=""),
            Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk")),
            person=OuterRef("person"),
            purpose=OuterRef("purpose"),
            channel=OuterRef("channel"),
        )
        return self.filter(~Exists(later), action__in=POSITIVE)


class ConsentEvent(LegalFact):
    """One act of consent for one purpose, channel and topic (``""``: all topics).

    ``text_version`` and ``text_sha256`` name the words she saw; ``place`` and
    ``evidence`` say where it happened and what proves it.
    """

    person = models.ForeignKey(
        Person,
        models.CASCADE,
        related_name="consent_events",
        verbose_name=_("person"),
    )
    purpose = models.CharField(
        _("purpose"), max_length=16, choices=Purpose, default=Purpose.MARKETING
    )
    channel = models.CharField(
        _("channel"), max_length=8, choices=Channel, default=Channel.EMAIL
    )
    topic = models.SlugField(_("topic"), max_length=60, blank=True)
    action = models.CharField(_("act"), max_length=9, choices=ConsentAction)
    at = models.DateTimeField(_("at"), db_default=Now())
    text_version = models.CharField(_("version of the text"), max_length=60, blank=True)
    text_sha256 = models.CharField(_("hash of the text"), max_length=64, blank=True)
    place = models.CharField(_("where"), max_length=60)
    evidence = models.CharField(
        _("evidence"), max_length=200, blank=True, validators=[validate_free_text]
    )

    objects = ConsentQuerySet.as_manager()

    hold_paths = HoldPaths(persons=("person",), day="at")

    class Meta:
        verbose_name = _("consent event")
        verbose_name_plural = _("consent events")
        indexes = [
            models.Index(
                fields=["person", "purpose", "channel", "-at"], name="consent_latest"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(action=ConsentAction.WITHDRAWN) | ~Q(text_version=""),
                name="consent_names_its_text",
                violation_error_message=_("Say which text the person saw."),
            ),
        ]
        triggers = [
            facts_stay(
                "person_id",
                "purpose",
                "channel",
                "topic",
                "action",
                "at",
                "text_version",
                "text_sha256",
                "place",
                words=["evidence"],
            ),
            goes_with_person("at"),
            *stay_while_held(persons=["r.person_id"], day=day_of("r.at")),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.get_action_display()}"
