"""Where a request comes from, for counting only: never stored, never logged."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

ONE_HOUSEHOLD = 64
"""A line has a whole /64 of IPv6 addresses to change through."""


def client_address(request: HttpRequest) -> str:
    """The address to count under: the peer's, or what our own proxies say of it.

    Each of our proxies adds one address on the right of X-Forwarded-For; what stands to
    the left of theirs was written by the client and is believed by nobody.
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))
    proxies = int(settings.TRUSTED_PROXY_COUNT)
    if proxies:
        named = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
        peer = named[-proxies].strip() or peer if len(named) >= proxies else peer
    return _line_of(peer)


def _line_of(address: str) -> str:
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ip_network(f"{parsed}/{ONE_HOUSEHOLD}", strict=False))
