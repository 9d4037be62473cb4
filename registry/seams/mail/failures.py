"""Which errors of a mail backend are worth another try."""

import smtplib
from dataclasses import dataclass

PERMANENT_FROM = 500


@dataclass(frozen=True, slots=True)
class Failure:
    """`code` is a number or a type name: server texts quote addresses."""

    code: str
    permanent: bool = False
    server_is_down: bool = False


def as_failure(error: Exception) -> Failure:
    """Classify what a mail backend raised.

    A refused login or sender is our own mistake, not the mail's: it is tried
    again until somebody mends the settings.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _by_code(_lowest_code(error))
    if isinstance(error, smtplib.SMTPDataError):
        return _by_code(error.smtp_code)
    if isinstance(error, smtplib.SMTPResponseException):
        return Failure(f"smtp-{error.smtp_code}", server_is_down=True)
    if isinstance(error, OSError):
        return Failure(type(error).__name__[:40], server_is_down=True)
    if isinstance(error, ValueError):
        return Failure("invalid-message", permanent=True)
    return Failure(type(error).__name__[:40])


def _lowest_code(error: smtplib.SMTPRecipientsRefused) -> int:
    return min((code for code, _text in error.recipients.values()), default=450)


def _by_code(code: int) -> Failure:
    return Failure(f"smtp-{code}", permanent=code >= PERMANENT_FROM)
