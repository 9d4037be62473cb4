"""What the measurement is doing, as it goes."""

import sys
from time import perf_counter
from typing import Final

_START: Final = perf_counter()


def say(words: str) -> None:
    """A line with the seconds since the start."""
    sys.stdout.write(f"{perf_counter() - _START:7.1f} s  {words}\n")
    sys.stdout.flush()
