"""Sales say how a voucher with wrong details was settled, on the order's page."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from privacy.exceptions import PrivacyError
from privacy.models import VoucherNote
from privacy.rectification.vouchers import settle_note
from registry.desk.staff_of import staff_of


@require_POST
def settle(request: HttpRequest, key: int) -> HttpResponse:
    """The credit note is written, or none is needed."""
    if not request.user.has_perm("registry.add_voucher"):
        raise PermissionDenied
    note = get_object_or_404(VoucherNote, pk=key)
    try:
        settle_note(
            actor=staff_of(request), note_id=note.pk, how=request.POST.get("how", "")
        )
    except PrivacyError as error:
        messages.error(request, error.message)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Recorded."))
    return redirect("admin:registry_order_change", note.order_id)
