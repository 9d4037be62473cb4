"""Monthly figures: counted before anything is erased, anonymous, then frozen."""

from . import orders  # noqa: F401  # declares its source
