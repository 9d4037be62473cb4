"""What signing refuses."""

from registry.seams.errors import SeamError


class SigningError(SeamError):
    """A document that cannot be signed, or a key that is none."""
