"""The projection that queries and database guards read (written by the gate only)."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .person import Person

HELD_PERSONS_STAY = """
    IF EXISTS (SELECT 1 FROM rows_gone r WHERE r.held) THEN
        RAISE EXCEPTION 'a person under a legal hold is not deleted'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'person_held';
    END IF;
    RETURN NULL;
"""


class PersonGuard(models.Model):
    """What is in force for a person: restriction (Art. 18), legal hold, objection.

    A row exists only while something is. Deleting a person deletes the guard row by
    cascade, and the trigger refuses that while a hold is on: the last line against
    every path that deletes.
    """

    person = models.OneToOneField(
        Person, models.CASCADE, primary_key=True, related_name="guard"
    )
    restricted = models.BooleanField(_("restricted"), default=False)
    held = models.BooleanField(_("under legal hold"), default=False)
    objected = models.BooleanField(_("objected to marketing"), default=False)
    until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=64, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("guard")
        verbose_name_plural = _("guards")
        indexes = [
            models.Index(
                fields=["person"], condition=Q(restricted=True), name="guard_restricted"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(restricted=True) | Q(held=True) | Q(objected=True),
                name="guard_says_something",
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="held_persons_stay",
                level=pgtrigger.Statement,
                operation=pgtrigger.Delete,
                when=pgtrigger.After,
                referencing=pgtrigger.Referencing(old="rows_gone"),
                func=HELD_PERSONS_STAY,
            )
        ]

    def __str__(self) -> str:
        return str(self.person_id)
