"""Other people's rows that speak of the person: each is decided by a human."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.validators import validate_free_text

from .case import Case


class MentionChoice(models.TextChoices):
    """What happens to the place."""

    OPEN = "", _("Not decided")
    REDACT = "redact", _("Redact")
    KEEP = "keep", _("Keep")


class MentionReview(models.Model):
    """One place in one row. Keeping needs a reason (Art. 17(3)); ids only."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="mentions")
    holding_key = models.CharField(max_length=64)
    row_pk = models.BigIntegerField()
    field = models.CharField(max_length=64)
    whole_row = models.BooleanField(_("the whole row goes"), default=False)
    choice = models.CharField(
        _("decision"), max_length=6, choices=MentionChoice, blank=True, default=""
    )
    reason = models.CharField(
        _("reason"), max_length=300, blank=True, validators=[validate_free_text]
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("mention in another's row")
        verbose_name_plural = _("mentions in others' rows")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "holding_key", "row_pk", "field"], name="mention_once"
            ),
            models.CheckConstraint(
                condition=Q(choice="", decided_at=None)
                | ~Q(choice="") & Q(decided_at__isnull=False),
                name="mention_decided_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holding_key} {self.row_pk}"
