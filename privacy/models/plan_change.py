"""What the officer changed in a plan, and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.validators import validate_free_text

from .case import Case
from .facts import facts_stay


class KeepGround(models.TextChoices):
    """The exceptions of Art. 17(3), each «to the extent necessary»."""

    EXPRESSION = "a", _("Freedom of expression – GDPR Art. 17(3)(a)")
    LEGAL_DUTY = "b", _("Legal obligation – GDPR Art. 17(3)(b)")
    HEALTH = "c", _("Public health – GDPR Art. 17(3)(c)")
    RESEARCH = "d", _("Archiving, research, statistics – GDPR Art. 17(3)(d)")
    CLAIMS = "e", _("Legal claims – GDPR Art. 17(3)(e)")


class ChangedTo(models.TextChoices):
    """What a line becomes."""

    KEEP = "keep", _("kept, restricted")
    ERASE = "erase", _("erased")


class PlanChange(models.Model):
    """One line of a case's plan that the officer changed, with the reason. Never
    overwritten: taking it back is a date."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="plan_changes")
    holding = models.CharField(_("data"), max_length=64)
    before = models.CharField(_("was"), max_length=16)
    after = models.CharField(_("became"), max_length=5, choices=ChangedTo)
    ground = models.CharField(
        _("ground in law"), max_length=1, choices=KeepGround, blank=True
    )
    until = models.DateField(_("until"), null=True, blank=True)
    reason = models.TextField(
        _("reason"), max_length=2000, validators=[validate_free_text]
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("changed by"),
    )
    at = models.DateTimeField(_("changed"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("taken back"), null=True)

    class Meta:
        verbose_name = _("change of a plan")
        verbose_name_plural = _("changes of plans")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "holding"],
                condition=Q(withdrawn_at=None),
                name="plan_change_once",
            ),
            models.CheckConstraint(
                condition=Q(after="erase", ground="", until=None)
                | Q(after="keep", ground__in=KeepGround.values, until__isnull=False),
                name="plan_change_keeps_on_a_ground",
                violation_error_message=_("Name the ground of Art. 17(3) and the day."),
            ),
        ]
        triggers = [
            facts_stay(
                "holding",
                "before",
                "after",
                "ground",
                "until",
                "by_id",
                "at",
                closing=["withdrawn_at"],
                base=("id", "case_id"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.holding}: {self.after}"
