"""What will fall due in the coming years: numbers only, counted in the background."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RetentionForecast(models.Model):
    """One counting. ``series`` is ``{holding: {rule: [rows a month]}}``.
    ``overdue`` should have gone before the first month, ``later`` is beyond the last
    one, ``living`` has no last day yet; each ``{holding: rows}``."""

    as_of = models.DateField(_("as of"))
    months = models.PositiveSmallIntegerField(_("months"))
    series = models.JSONField(_("rows by month"), default=dict)
    overdue = models.JSONField(_("overdue rows"), default=dict)
    later = models.JSONField(_("rows later"), default=dict)
    living = models.JSONField(_("rows without a last day"), default=dict)
    computed_at = models.DateTimeField(_("computed"), auto_now_add=True)

    class Meta:
        verbose_name = _("retention forecast")
        verbose_name_plural = _("retention forecasts")

    def __str__(self) -> str:
        return f"{self.as_of:%Y-%m-%d}"
