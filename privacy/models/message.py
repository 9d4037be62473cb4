"""What the person and we write to each other about a request."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.validators import validate_free_text

from .case import Case, CaseQuerySet
from .facts import facts_stay, goes_with_case

LONGEST = 4000


class CaseMessageQuerySet(models.QuerySet["CaseMessage"]):
    """Reads as phrases."""

    def unread(self) -> CaseMessageQuerySet:
        """From people, and nobody here has said that it is read."""
        return self.filter(from_person=True, read_at=None)

    def marking_unread(self, cases: CaseQuerySet) -> CaseQuerySet:
        """The cases, each with ``has_unread``."""
        waiting = self.unread().filter(case=models.OuterRef("pk"))
        return cases.annotate(has_unread=models.Exists(waiting))

    def in_order(self) -> CaseMessageQuerySet:
        """As a talk goes: the oldest first."""
        return self.order_by("created_at", "pk")


class CaseMessage(models.Model):
    """One message: never reworded, read once, its text blanked with the person.

    ``created_at`` is the instant it reached us or left us. ``author`` is the staff
    member who wrote ours; null where the person wrote it.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="messages")
    from_person = models.BooleanField(_("from the person"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("written by"),
    )
    text = models.TextField(
        _("message"), max_length=LONGEST, blank=True, validators=[validate_free_text]
    )
    created_at = models.DateTimeField(_("sent"), default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True)

    objects = CaseMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message about a request")
        verbose_name_plural = _("messages about requests")
        indexes = [
            models.Index(
                fields=["case"],
                condition=Q(from_person=True, read_at=None),
                name="case_message_unread",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_person=True, author=None)
                | Q(from_person=False, read_at=None),
                name="case_message_one_writer",
            )
        ]
        triggers = [
            facts_stay(
                "case_id",
                "from_person",
                blankable=["text"],
                stages=[["read_at"]],
                base=("id", "created_at"),
            ),
            goes_with_case(),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.pk}"
