"""The end of the restriction that stood while an objection was being decided."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from privacy.models import Case
from privacy.services.liftings import begin_lifting
from registry.models import Staff


def announce_end(case: Case, *, actor: Staff | None) -> None:
    """Tell the person that the restriction will end (Art. 18(3)); it ends by itself
    once she has had the days that she is owed, where a human decided."""
    with override(case.language):
        reason = _("Your objection has been decided, request %(reference)s.") % {
            "reference": case.reference
        }
    begin_lifting(actor=actor, reason=reason, case_id=case.pk)
