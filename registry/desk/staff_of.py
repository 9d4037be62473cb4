"""The staff user of a request."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from registry.models import Staff


def staff_of(request: HttpRequest) -> Staff:
    """The user, typed; PermissionDenied where nobody is logged in."""
    if not isinstance(request.user, Staff):
        raise PermissionDenied
    return request.user
