"""Why a mail is not taken."""

from registry.seams.errors import SeamError


class MailError(SeamError):
    """`code`: bad-address, bad-header, bad-subject or empty."""
