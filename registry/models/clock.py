"""Until when each person may be stored, kept ready to be asked.

A clock is *static*: it is projected as if nothing more happens. Silence ends every
relationship one day, and that day is known from its last event, so «due as of D» is
``last_day < D`` for any D, and no row is touched because a day has passed. Triggers on
the facts keep the clocks; docs/decisions/0042 tells how and why.
"""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.choices import EndedBy

from . import clock_triggers as facts
from .company import Company, Position
from .person import Person
from .provenance import BusinessEvent


class RetentionPeriod(models.Model):
    """The periods that the clocks are computed with: a projection of the rules in
    force, for the database's own functions. An absent row is a rule that is off.

    Written by ``services.clocks.set_periods`` only."""

    key = models.CharField(_("storage rule"), max_length=40, primary_key=True)
    months = models.PositiveSmallIntegerField(_("length in months"))

    class Meta:
        verbose_name = _("storage period")
        verbose_name_plural = _("storage periods")

    def __str__(self) -> str:
        return self.key


class PersonClock(models.Model):
    """One person's dates, derived from the facts; never written by hand.

    ``ended_on`` is empty for those who never were in a relationship. A relationship
    that lives has its end too: the last event, which silence would make the end;
    ``detected_on`` is the first day on which the end can be seen, so it lives today
    when that day is still to come."""

    person = models.OneToOneField(
        Person, models.CASCADE, primary_key=True, related_name="clock"
    )
    collected_on = models.DateField(_("collected on"))
    ended_on = models.DateField(_("relationship ended on"), null=True)
    ended_by = models.CharField(
        _("how the relationship ended"), max_length=9, choices=EndedBy, blank=True
    )
    detected_on = models.DateField(_("end seen on"), null=True)
    last_taken_part_on = models.DateField(_("last took part on"), null=True)
    rule = models.CharField(_("storage rule"), max_length=40)
    last_day = models.DateField(_("last day of storage"), null=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("storage clock")
        verbose_name_plural = _("storage clocks")
        indexes = [
            models.Index(fields=["last_day", "person"], name="clock_last_day"),
            models.Index(fields=["detected_on"], name="clock_detected"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_by="", detected_on=None)
                | Q(ended_on__isnull=False, detected_on__isnull=False)
                & ~Q(ended_by=""),
                name="clock_end_is_whole",
            )
        ]

    def __str__(self) -> str:
        return str(self.person_id)


pgtrigger.register(*facts.OF_PERSONS)(Person)
pgtrigger.register(*facts.OF_EVENTS)(BusinessEvent)
pgtrigger.register(*facts.OF_POSITIONS)(Position)
pgtrigger.register(*facts.OF_COMPANIES)(Company)
