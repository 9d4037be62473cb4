"""Response headers that depend on who the page is for."""

from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from kespet_crm.conf.security import ADMIN_DIRECTIVES

STAFF_PATHS = ("/admin/",)
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class PathPolicyMiddleware(CSPMiddleware):
    """The strict policy for public pages, the skin's needs for staff pages."""

    def get_policy_parts(
        self,
        request: HttpRequest,
        response: HttpResponseBase,
        report_only: bool = False,  # noqa: FBT001, FBT002 -- the parent's signature
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        staff = request.path_info.startswith(STAFF_PATHS)
        if staff and parts.config is None and not report_only:
            parts.config = ADMIN_DIRECTIVES
        return parts


def permissions_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """No page of ours needs a sensor, so no script on it gets one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response

    return middleware
