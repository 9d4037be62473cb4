"""The staff's choice of language."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from registry.desk.staff_of import staff_of


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the language with the user and go back to where the choice was made."""
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        user = staff_of(request)
        user.language = language
        user.save(update_fields=["language"])
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(wanted if safe else reverse("admin:index"))


StaffResponse = Callable[[HttpRequest], HttpResponse]


class StaffLanguageMiddleware:
    """In the admin: the user's own language, else the cookie's, else Finnish.

    The browser's wish is not asked: Finnish is the first language of the office.
    """

    def __init__(self, get_response: StaffResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/admin/"):
            return self.get_response(request)
        language = _language_of(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
            if hasattr(response, "render") and not getattr(
                response, "is_rendered", True
            ):
                response = response.render()
        return response


def _language_of(request: HttpRequest) -> str:
    chosen = getattr(request.user, "language", "") or request.COOKIES.get(
        settings.LANGUAGE_COOKIE_NAME, ""
    )
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
