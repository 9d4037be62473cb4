"""What commands say while the register is closed."""

from django.core.management.base import CommandError

from . import look


def refuse_when_closed() -> None:
    """CommandError while the register is closed: a command is no way round the door."""
    seen = look()
    if not seen.open:
        raise CommandError(
            f"The register is closed ({seen.reason}): restore_state says what to do."
        )
