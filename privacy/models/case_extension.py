"""Two further months for a request: told with reasons, in time, once (Art. 12(3))."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.law.deadlines import Extension, extend_deadline, receipt_date
from registry.validators import validate_free_text

from .case import Case
from .facts import facts_stay, goes_with_case
from .letter import CaseLetter


class ExtensionGround(models.TextChoices):
    """What the law lets more time be taken for: nothing else counts."""

    COMPLEXITY = "complexity", _("The request is complex")
    NUMBER = "number", _("There are many requests")
    BOTH = "both", _("The request is complex and there are many requests")


class CaseExtension(models.Model):
    """The officer's decision. It counts from the moment the notice left us, if that was
    in time: ``notice_sent_at`` is the mail server's acceptance, or the day of posting."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="extension")
    ground = models.CharField(_("ground"), max_length=10, choices=ExtensionGround)
    reason = models.TextField(
        _("why more time is needed"), max_length=2000, validators=[validate_free_text]
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"))
    letter = models.ForeignKey(
        CaseLetter,
        models.CASCADE,
        null=True,
        related_name="+",
        verbose_name=_("letter"),
    )
    notice_sent_at = models.DateTimeField(_("notice sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("extension of the time")
        verbose_name_plural = _("extensions of the time")
        triggers = [
            facts_stay(
                "case_id",
                "ground",
                "decided_by_id",
                "decided_at",
                "letter_id",
                closing=["notice_sent_at"],
                blankable=["reason"],
                base=("id",),
            ),
            goes_with_case(),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.decided_at:%Y-%m-%d}"

    def verdict(self) -> Extension | None:
        """What the law makes of it; None until the notice is out, for a decision by
        itself extends nothing."""
        if self.notice_sent_at is None:
            return None
        return extend_deadline(
            received_on=self.case.received_on,
            notice_sent_on=receipt_date(self.notice_sent_at),
            reason=self.reason,
        )

    @property
    def is_valid(self) -> bool:
        """Whether the notice went out in time."""
        verdict = self.verdict()
        return verdict is not None and verdict.valid
