"""The page on which a recipient answers a notice (Art. 19): by the link in its mail,
without a login. It says nothing about anybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from privacy.exceptions import PrivacyError
from privacy.models import RecipientAnswer, RecipientNotice
from privacy.recipients.answers import answer_notice, peek_notice
from registry.seams.tokens import TokenError

from .private import private_page
from .rate_limit import may_try_link

CHOICES = (RecipientAnswer.DONE, RecipientAnswer.NOT_HELD)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Mail scanners open links: only the button uses this one up."""
    if not may_try_link(request):
        return render(request, "429.html", status=429)
    try:
        notice = peek_notice(token)
        if request.method != "POST":
            return _show(request, notice)
        answer_notice(raw=token, answer=request.POST.get("answer", ""))
    except (TokenError, RecipientNotice.DoesNotExist):
        return render(request, "privacy/recipient/old_link.html", status=404)
    except PrivacyError as error:
        return _show(request, notice, error=error.message, status=422)
    return render(request, "privacy/recipient/thanks.html", {"notice": notice})


def _show(
    request: HttpRequest, notice: RecipientNotice, *, error: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "notice": notice,
        "error": error,
        "choices": [(choice.value, choice.label) for choice in CHOICES],
    }
    return render(request, "privacy/recipient/answer.html", context, status=status)
