"""Notes, calls, meetings and letters, and who took part in them."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contacts.choices import Direction, InteractionKind
from registry.models import Company, Person, Staff
from registry.models.held import HoldPaths, day_of, stay_while_held
from registry.models.history import track_history
from registry.models.showing import hidden_person
from registry.validators import validate_free_text

from . import clock_triggers


class InteractionQuerySet(models.QuerySet["Interaction"]):
    """Reads about interactions as phrases."""

    def visible_to(self, user: Staff) -> InteractionQuerySet:
        """Without those in which somebody under restriction took part (Art. 18), but
        for a reader who has just said why she looks at that person."""
        took_part = Participant.objects.filter(interaction=models.OuterRef("pk"))
        restricted = took_part.filter(hidden_person("person_id", user))
        return self.filter(~models.Exists(restricted))


@track_history
class Interaction(models.Model):
    """One contact or note. It names no person: participants are link rows, so that
    erasing one of them leaves the others' record (Art. 17)."""

    kind = models.CharField(
        _("kind"),
        max_length=8,
        choices=InteractionKind,
        default=InteractionKind.NOTE,
    )
    direction = models.CharField(
        _("direction"), max_length=4, choices=Direction, default=Direction.NONE
    )
    at = models.DateTimeField(_("when"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("written by"),
    )
    company = models.ForeignKey(
        Company,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="interactions",
        verbose_name=_("company"),
    )
    subject = models.CharField(
        _("subject"), max_length=200, blank=True, validators=[validate_free_text]
    )
    body = models.TextField(_("text"), blank=True, validators=[validate_free_text])
    started_by_customer = models.BooleanField(
        _("started by the customer"), default=False
    )
    source_key = models.CharField(max_length=80, null=True, unique=True, editable=False)  # noqa: DJ001  # NULL: not imported; unique among imported
    created_at = models.DateTimeField(auto_now_add=True, editable=False)

    objects = InteractionQuerySet.as_manager()

    hold_paths = HoldPaths(
        persons=("participants__person",), companies=("company",), day="at"
    )

    class Meta:
        verbose_name = _("interaction")
        verbose_name_plural = _("interactions")
        indexes = [
            models.Index(fields=["-at", "-id"], name="interaction_newest"),
            models.Index(
                fields=["company", "-at", "-id"], name="interaction_of_company"
            ),
            GinIndex(OpClass("body", name="gin_trgm_ops"), name="interaction_body"),
            GinIndex(
                OpClass("subject", name="gin_trgm_ops"), name="interaction_subject"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(subject="") | ~Q(body=""),
                name="interaction_says_something",
                violation_error_message=_("Write something."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=InteractionKind.values),
                name="interaction_kind_known",
            ),
        ]
        triggers = [
            *clock_triggers.OF_INTERACTIONS,
            *stay_while_held(
                companies=["r.company_id"],
                day=day_of("r.at"),
                links=["company_id"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"


class Participant(models.Model):
    """That a person took part; ``at`` is copied for paging by key."""

    interaction = models.ForeignKey(
        Interaction, models.CASCADE, related_name="participants"
    )
    person = models.ForeignKey(Person, models.CASCADE, related_name="participations")
    at = models.DateTimeField(_("when"))

    hold_paths = HoldPaths(
        persons=("person",),
        companies=("interaction__company",),
        named=("person",),
        day="at",
    )

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        indexes = [
            models.Index(fields=["person", "-at", "-id"], name="participant_newest")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["interaction", "person"], name="participant_once"
            )
        ]
        triggers = [
            *clock_triggers.OF_PARTICIPANTS,
            *stay_while_held(
                persons=["r.person_id"],
                companies=[
                    "(SELECT i.company_id FROM contacts_interaction i"
                    " WHERE i.id = r.interaction_id)"
                ],
                day=day_of("r.at"),
                links=["person_id", "interaction_id"],
                named=["r.person_id"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.interaction_id}/{self.person_id}"
