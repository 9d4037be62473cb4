"""Who may log in while the register is closed."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from registry.seams import opening

ADMINISTRATOR = "administrator"


def may_enter_closed(user: Any) -> bool:
    """A superuser, or somebody in the role of the administrator."""
    return bool(user.is_superuser or ADMINISTRATOR in user.role_names)


class StaffLoginForm(AdminAuthenticationForm):
    """Django's, and a closed register lets administrators in only."""

    def confirm_login_allowed(self, user: Any) -> None:
        """ValidationError for everybody else; the password was right, so this tells
        nobody anything about accounts."""
        super().confirm_login_allowed(user)
        if not opening.is_open() and not may_enter_closed(user):
            raise ValidationError(
                _("The register is closed. Only an administrator can log in now."),
                code="closed",
            )
