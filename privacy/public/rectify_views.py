"""The person's own proposals, on the page of her request."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from privacy.exceptions import PrivacyError
from privacy.models import Case
from privacy.rectification.fields import ValueRefused, offered_fields
from privacy.rectification.proposing import propose_value

from .request_case_views import case_response, of_case


@require_POST
@of_case
def rectify(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """One field and its right value; what was typed is kept where it is refused."""
    try:
        _propose(request, case)
    except ValidationError as error:
        return _refused(request, case, token, " ".join(error.messages))
    except PrivacyError as error:
        return _refused(request, case, token, error.message)
    return redirect("privacy:request_case", token=token)


def _propose(request: HttpRequest, case: Case) -> None:
    change = request.POST.get("change", "")
    typed = request.POST.get("proposed", "")
    if change not in {value for value, _label in offered_fields()}:
        raise ValueRefused(_("Choose which data is wrong."))
    if not typed.strip():
        raise ValueRefused(_("Write the right value."))
    holding, _dot, field = change.partition(".")
    propose_value(
        actor=None, case_id=case.pk, holding=holding, field=field, typed=typed[:400]
    )


def _refused(
    request: HttpRequest, case: Case, token: str, message: Any
) -> HttpResponse:
    request.typed_proposal = request.POST.dict()  # type: ignore[attr-defined]  # read by the part
    request.proposal_error = str(message)  # type: ignore[attr-defined]  # read by the part
    return case_response(request, case, token, status=422)
