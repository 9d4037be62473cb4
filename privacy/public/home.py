"""The front door: to the visitor's own language."""

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override


def go_home(request: HttpRequest) -> HttpResponseRedirect:
    """The privacy centre in the best language the browser asks for; else Finnish."""
    with override(get_language_from_request(request)):
        response = HttpResponseRedirect(reverse("privacy:notice"))
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response
