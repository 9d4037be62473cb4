"""Lost the link? A form that mails a fresh one, and the list it leads to."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from privacy.models import Case
from privacy.services.cases.links import issue_case_token
from privacy.services.cases.new_link import cases_of_list, send_new_link
from registry.validators import validate_email_address

from .private import private_page
from .rate_limit import may_ask_for_link, may_mail_link, may_try_link


class LinkForm(forms.Form):
    """The address that the request was made from."""

    use_required_attribute = False

    email = forms.CharField(
        label=_("The e-mail address that you made the request from"),
        max_length=254,
        validators=[validate_email_address],
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={"required": _("Enter your e-mail address.")},
    )


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def ask_link(request: HttpRequest) -> HttpResponse:
    """The same answer for everybody, with or without requests."""
    if request.method != "POST":
        return _show(request, LinkForm())
    form = LinkForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    if not may_ask_for_link(request):
        return _show(request, form, status=429)
    email = form.cleaned_data["email"]
    if may_mail_link(email):
        send_new_link(email=email, language=get_language() or "fi")
    return redirect("privacy:request_link_sent")


@private_page
@require_safe
def link_sent(request: HttpRequest) -> HttpResponse:
    """What happens next."""
    return render(request, "privacy/request/link_sent.html")


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def list_cases(request: HttpRequest, token: str) -> HttpResponse:
    """The requests behind a mailed link; a button opens one by a link of its own."""
    if not may_try_link(request):
        return render(request, "429.html", status=429)
    try:
        cases = cases_of_list(token, now=timezone.now())
    except Case.DoesNotExist:
        return render(request, "privacy/request/old_link.html", status=404)
    for case in cases:
        if request.POST.get("case") == case.reference:
            return redirect("privacy:request_case", token=issue_case_token(case))
    return render(request, "privacy/request/list.html", {"cases": cases})


def _show(request: HttpRequest, form: LinkForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "too_many": status == 429}
    return render(request, "privacy/request/link.html", context, status=status)
