"""List filters that staff saved for themselves."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedFilter(models.Model):
    """A named search of a list. Its query may hold a person's name: see holdings."""

    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    name = models.CharField(_("name"), max_length=80)
    path = models.CharField(_("list"), max_length=60)
    query = models.JSONField(_("query"), default=dict)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "path", "name"], name="saved_filter_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
