"""A question to the person: who is asking? It may stop the clock (Art. 12(6))."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.law.deadlines import IdentityPause, pause_for_identity, receipt_date
from registry.validators import validate_free_text

from .case import Case
from .case_choices import IdentityMethod
from .facts import facts_stay, goes_with_case


class IdentityQuestion(models.Model):
    """Asked for reasonable doubts that are written down, one at a time.

    It ends when the person answers, be it after the case was closed for her silence and
    opened again; until then, when it is closed. The first question of a case alone stops
    the clock, and only where it was asked early enough; ``refresh_deadline`` says so
    after every change.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="identity_questions")
    doubts = models.TextField(
        _("reasonable doubts"), max_length=2000, validators=[validate_free_text]
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    asked_at = models.DateTimeField(_("asked"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answer_method = models.CharField(
        _("identity shown by"),
        max_length=9,
        choices=IdentityMethod,
        blank=True,
        default="",
    )
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("question about identity")
        verbose_name_plural = _("questions about identity")
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(answered_at=None, closed_at=None),
                name="identity_question_one_open",
                violation_error_message=_("A question is open already."),
            ),
        ]
        triggers = [
            facts_stay(
                "case_id",
                "asked_by_id",
                "asked_at",
                closing=["answered_at", "answer_method"],
                stages=[["reminded_at"], ["closed_at"]],
                blankable=["doubts"],
                base=("id",),
            ),
            goes_with_case(),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.asked_at:%Y-%m-%d}"

    def pause(self, received_on: date) -> IdentityPause:
        """What the question does to the clock: nothing where no doubts are written."""
        end = self.answered_at or self.closed_at
        return pause_for_identity(
            received_on=received_on,
            asked_on=receipt_date(self.asked_at),
            answered_on=receipt_date(end) if end else None,
            doubts=self.doubts,
        )

    @property
    def is_open(self) -> bool:
        """Waiting for the person."""
        return self.answered_at is None and self.closed_at is None
