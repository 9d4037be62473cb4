"""Why a token is refused."""

from registry.seams.errors import SeamError


class TokenError(SeamError):
    """`code`: invalid, expired or used. Public pages show one text for all three."""
