"""/demo/mail/: the mail that was sent, readable in the browser, in the demo only."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from .mailbox import sent_mail, sent_mail_by_key

PAGE = 25
View = Callable[..., HttpResponse]


def demo_only(view: View) -> View:
    """404 where demo data is off: real mail is never shown here."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@demo_only
@require_safe
def mail_list(request: HttpRequest) -> HttpResponse:
    """Newest first, twenty-five a page."""
    page = Paginator(sent_mail(), PAGE).get_page(request.GET.get("page"))
    return render(request, "demo/mail_list.html", {"page": page})


@demo_only
@require_safe
def mail_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One mail as text, its links clickable."""
    mail = sent_mail_by_key(key)
    if mail is None:
        raise Http404
    return render(request, "demo/mail_detail.html", {"mail": mail})


urlpatterns = [
    path("mail/", mail_list, name="demo_mail"),
    path("mail/<slug:key>/", mail_detail, name="demo_mail_detail"),
]
