"""What every seam's errors share."""


class SeamError(Exception):
    """A refusal by a seam. `code` is for machines; the message carries no values."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(message or code)
        self.code = code
