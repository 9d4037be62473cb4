"""The lifting of a restriction: decided by a person, told to the person (Art. 18(3))."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.choices import Language
from registry.validators import validate_free_text

from .facts import LegalFact, facts_stay
from .restriction import Restriction

GOES_WITH_RESTRICTION = """
    IF EXISTS (SELECT 1 FROM privacy_restriction r WHERE r.id = OLD.restriction_id) THEN
        RAISE EXCEPTION 'a lifting stays with its restriction'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'legal_fact_stays';
    END IF;
    RETURN NULL;
"""


class ToldBy(models.TextChoices):
    """How the person was told."""

    EMAIL = "email", _("E-mail")
    POST = "post", _("Post")
    PHONE = "phone", _("Phone")


class LiftingQuerySet(models.QuerySet["Lifting"]):
    """Reads as phrases."""

    def standing(self) -> LiftingQuerySet:
        """Not called off, and the restriction is still in force."""
        return self.filter(called_off_at=None, restriction__lifted_at=None)

    def told(self) -> LiftingQuerySet:
        """The person knows: the days before lifting run."""
        return self.filter(told_at__isnull=False)

    def untold(self) -> LiftingQuerySet:
        """Without a letter on its way: somebody has to tell the person."""
        return self.standing().filter(told_at=None, undeliverable_at__isnull=False)


class Lifting(LegalFact):
    """A decision to lift a restriction, and how the person was told of it.

    ``recorded_by`` is the human who decided; without one nothing is lifted by the
    system. The words of the letter live in the mail queue; here stays their SHA-256.
    """

    restriction = models.ForeignKey(
        Restriction,
        models.CASCADE,
        related_name="liftings",
        verbose_name=_("restriction"),
    )
    reason = models.TextField(
        _("reason of lifting"), max_length=2000, validators=[validate_free_text]
    )
    begun_at = models.DateTimeField(_("begun"))
    language = models.CharField(_("language"), max_length=2, choices=Language)
    mail_id = models.BigIntegerField(_("letter"), null=True)
    text_sha256 = models.CharField(max_length=64, blank=True)
    undeliverable_at = models.DateTimeField(_("letter undeliverable"), null=True)
    told_at = models.DateTimeField(_("person told of the lifting"), null=True)
    told_by = models.CharField(
        _("told by"), max_length=5, choices=ToldBy, blank=True, default=""
    )
    called_off_at = models.DateTimeField(_("called off"), null=True)

    objects = LiftingQuerySet.as_manager()

    class Meta:
        verbose_name = _("lifting of a restriction")
        verbose_name_plural = _("liftings of restrictions")
        indexes = [
            models.Index(fields=["mail_id"], name="lifting_mail"),
            models.Index(
                fields=["told_at"],
                condition=Q(called_off_at=None),
                name="lifting_told",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["restriction"],
                condition=Q(called_off_at=None),
                name="lifting_begun_once",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="lifting_reason"),
            models.CheckConstraint(
                condition=Q(told_at=None, told_by="")
                | Q(told_at__isnull=False, told_by__in=ToldBy.values),
                name="lifting_told_somehow",
            ),
        ]
        triggers = [
            facts_stay(
                "restriction_id",
                "begun_at",
                "language",
                words=["reason"],
                stages=[
                    ["mail_id", "text_sha256"],
                    ["undeliverable_at"],
                    ["told_at", "told_by"],
                    ["called_off_at"],
                ],
            ),
            pgtrigger.Trigger(
                name="goes_with_restriction",
                operation=pgtrigger.Delete,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func=GOES_WITH_RESTRICTION,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.begun_at:%Y-%m-%d}"
