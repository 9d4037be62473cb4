"""Where a request is taken down from a person's page: no form is asked of her (P49)."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from registry.models import Person
from registry.seams.panels import Panel, person_panel


@person_panel(order=31)
def take_request_down(request: HttpRequest, person: Person) -> Panel | None:
    """For everybody who meets customers."""
    if not request.user.has_perm("privacy.take_case"):
        return None
    return Panel(
        title=_("Rights of data subjects"),
        template="privacy/desk/_take_case.html",
        context={"person": person},
    )
