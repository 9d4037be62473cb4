"""Staff users. Their own data is employment data, kept apart from the register."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class Staff(AbstractUser):
    """A user of the admin. Roles are groups (kespet_crm/roles.py)."""

    language = models.CharField(_("language"), max_length=2, default="fi")

    class Meta:
        verbose_name = _("staff member")
        verbose_name_plural = _("staff")

    @cached_property
    def role_names(self) -> list[str]:
        """Names of the user's groups, in alphabetical order."""
        return sorted(self.groups.values_list("name", flat=True))
