"""Versions of the privacy notice, and to whom each was given (Art. 12–14)."""

from __future__ import annotations

from datetime import date

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from registry.choices import Language
from registry.models import Person, Staff
from registry.models.held import HoldPaths, day_of, stay_while_held

from .facts import LegalFact, facts_stay, goes_with_person


class NoticeVersionQuerySet(models.QuerySet["NoticeVersion"]):
    """Reads as phrases."""

    def newest_first(self) -> NoticeVersionQuerySet:
        """Highest number first."""
        return self.order_by("-number")

    def in_force(self, on: date) -> NoticeVersion | None:
        """The one that applies that day; before the first, the first."""
        found = self.filter(valid_from__lte=on).order_by("-valid_from", "-number")
        return found.first() or self.order_by("number").first()


class NoticeVersion(models.Model):
    """One version of the notice, in all its languages; never changed, never removed."""

    number = models.PositiveIntegerField(_("version"), unique=True)
    valid_from = models.DateField(_("valid from"))
    published_at = models.DateTimeField(_("published"), db_default=Now())
    published_by = models.ForeignKey(
        Staff,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("published by"),
    )

    objects = NoticeVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice version")
        verbose_name_plural = _("notice versions")
        triggers = [
            pgtrigger.Protect(
                name="published_stays", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{_('Version')} {self.number}"


class NoticeText(models.Model):
    """The words of a version in one language. ``interim``: a translation of our own
    that the controller has not confirmed."""

    version = models.ForeignKey(
        NoticeVersion,
        models.PROTECT,
        related_name="texts",
        verbose_name=_("version"),
    )
    language = models.CharField(_("language"), max_length=2, choices=Language)
    body = models.TextField(_("text"))
    sha256 = models.CharField(_("hash (SHA-256)"), max_length=64)
    interim = models.BooleanField(_("interim translation"), default=False)

    class Meta:
        verbose_name = _("notice text")
        verbose_name_plural = _("notice texts")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language"], name="notice_text_once_a_language"
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="notice_text_hash"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_stays", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} ({self.language})"


class NoticeDelivery(LegalFact):
    """The notice as given to one person: which, in what language, how, when (5(2))."""

    class Way(models.TextChoices):
        """How the person was told."""

        EMAIL = "email", _("E-mail")
        LETTER = "letter", _("Letter")
        FORM = "form", _("Beside a web form")
        PHONE = "phone", _("On the phone, with a link")
        CARD = "card", _("Card or code at an event")
        IN_PERSON = "in_person", _("In person")

    person = models.ForeignKey(
        Person,
        models.CASCADE,
        related_name="notice_deliveries",
        verbose_name=_("person"),
    )
    version = models.ForeignKey(
        NoticeVersion,
        models.PROTECT,
        related_name="deliveries",
        verbose_name=_("version"),
    )
    language = models.CharField(_("language"), max_length=2, choices=Language)
    way = models.CharField(_("way"), max_length=9, choices=Way)
    at = models.DateTimeField(_("at"), db_default=Now())
    message_ref = models.CharField(_("message"), max_length=64, blank=True)

    hold_paths = HoldPaths(persons=("person",), day="at")

    class Meta:
        verbose_name = _("delivery of the notice")
        verbose_name_plural = _("deliveries of the notice")
        indexes = [models.Index(fields=["person", "-at"], name="delivery_of_person")]
        triggers = [
            facts_stay(
                "person_id", "version_id", "language", "way", "at", "message_ref"
            ),
            goes_with_person(),
            *stay_while_held(persons=["r.person_id"], day=day_of("r.at")),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.at:%Y-%m-%d}"
