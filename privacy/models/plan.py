"""What will be done to a person's data, fixed before it is decided."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .case import Case


class CasePlan(models.Model):
    """The plan that the decision binds: one line a holding and outcome, no values.

    ``lines``: holding, outcome, rows, fields, kept_until, purpose, category.
    ``digest`` covers lines and the decided mentions; a live plan with another digest
    is not carried out.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="plans")
    as_of = models.DateField(_("as of"))
    digest = models.CharField(_("digest"), max_length=64)
    lines = models.JSONField(_("lines"))
    mentions_kept = models.PositiveIntegerField(default=0)
    mentions_redacted = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")

    def __str__(self) -> str:
        return self.digest[:12]
