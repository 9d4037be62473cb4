"""The projection that queries and database guards read (written by the gate only)."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .company import Company
from .held import HELD_TABLES_STAY, MARK
from .order import Order
from .person import Person

HELD_PERSONS_STAY = """
    IF EXISTS (SELECT 1 FROM rows_gone r WHERE r.held) THEN
        RAISE EXCEPTION 'a person under a legal hold is not deleted'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'person_held';
    END IF;
    RETURN NULL;
"""

HELD_STAYS_ON = """
    IF EXISTS (
        SELECT 1 FROM rows_gone o LEFT JOIN rows_new n ON n.person_id = o.person_id
        WHERE o.held AND n.held IS DISTINCT FROM true AND (
            EXISTS (SELECT 1 FROM registry_holdguard h WHERE h.person_id = o.person_id)
            OR EXISTS (
                SELECT 1 FROM registry_position p
                JOIN registry_holdguard h ON h.company_id = p.company_id
                WHERE p.person_id = o.person_id)
            OR EXISTS (
                SELECT 1 FROM registry_company c
                JOIN registry_holdguard h ON h.company_id = c.id
                WHERE c.proprietor_id = o.person_id)
            OR EXISTS (
                SELECT 1 FROM registry_order w
                JOIN registry_holdguard h ON h.order_id = w.id
                WHERE o.person_id IN (w.buyer_person_id, w.contact_id))
        )
    ) THEN
        RAISE EXCEPTION 'a legal hold keeps this protection on'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'person_held';
    END IF;
    RETURN NULL;
"""

PEOPLE_OF_HOLDS = """
    SELECT r.person_id FROM rows_new r
    UNION ALL
    SELECT p.person_id FROM rows_new r JOIN registry_position p USING (company_id)
    UNION ALL
    SELECT c.proprietor_id FROM rows_new r JOIN registry_company c ON c.id = r.company_id
    UNION ALL
    SELECT unnest(ARRAY[o.buyer_person_id, o.contact_id])
    FROM rows_new r JOIN registry_order o ON o.id = r.order_id
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
            ),
            pgtrigger.Trigger(
                name="held_stays_on",
                level=pgtrigger.Statement,
                operation=pgtrigger.Update,
                when=pgtrigger.After,
                referencing=pgtrigger.Referencing(old="rows_gone", new="rows_new"),
                func=HELD_STAYS_ON,
            ),
            pgtrigger.Trigger(
                name="held_truncate",
                level=pgtrigger.Statement,
                operation=pgtrigger.Truncate,
                when=pgtrigger.Before,
                func=HELD_TABLES_STAY,
            ),
        ]

    def __str__(self) -> str:
        return str(self.person_id)


ONLY_THROUGH_THE_LEGAL_ROW = """
    IF pg_trigger_depth() = 1 AND EXISTS (SELECT 1 FROM rows_touched) THEN
        RAISE EXCEPTION 'the guard of a hold follows its legal row'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'hold_guard_follows';
    END IF;
    RETURN NULL;
"""


class HoldGuard(models.Model):
    """One legal hold in force, as database triggers and queries read it.

    Written by the trigger of the legal rows (privacy) and by nothing else, so that a
    hold holds from the statement that records it. Of exactly one person, company or order; the range bounds
    rows by their own day, and both ends empty mean everything.
    """

    hold_id = models.BigIntegerField(_("legal hold"), unique=True)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="hold_guards"
    )
    company = models.ForeignKey(
        Company, models.PROTECT, null=True, related_name="hold_guards"
    )
    order = models.ForeignKey(
        Order, models.PROTECT, null=True, related_name="hold_guards"
    )
    from_on = models.DateField(_("data from"), null=True)
    until_on = models.DateField(_("data until"), null=True)

    class Meta:
        verbose_name = _("guard of a legal hold")
        verbose_name_plural = _("guards of legal holds")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, company=None, order=None)
                | Q(person=None, company__isnull=False, order=None)
                | Q(person=None, company=None, order__isnull=False),
                name="hold_guard_of_one",
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="people_held",
                level=pgtrigger.Statement,
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                referencing=pgtrigger.Referencing(new="rows_new"),
                func=MARK.replace("@REACHED", PEOPLE_OF_HOLDS),
            ),
            *(
                pgtrigger.Trigger(
                    name=f"follows_{name}",
                    level=pgtrigger.Statement,
                    operation=operation,
                    when=pgtrigger.After,
                    referencing=pgtrigger.Referencing(**{table: "rows_touched"}),
                    func=ONLY_THROUGH_THE_LEGAL_ROW,
                )
                for name, operation, table in (
                    ("insert", pgtrigger.Insert, "new"),
                    ("update", pgtrigger.Update, "new"),
                    ("delete", pgtrigger.Delete, "old"),
                )
            ),
            pgtrigger.Trigger(
                name="held_truncate",
                level=pgtrigger.Statement,
                operation=pgtrigger.Truncate,
                when=pgtrigger.Before,
                func=HELD_TABLES_STAY,
            ),
        ]

    def __str__(self) -> str:
        return str(self.hold_id)
