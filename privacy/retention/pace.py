"""How large the next batch is: no lock is to last longer than a second."""

from __future__ import annotations

from dataclasses import dataclass

SMALLEST = 100
LARGEST = 5_000
TARGET_SECONDS = 0.7


@dataclass
class Pace:
    """``size`` follows the time of the last batch, by half or double at most."""

    size: int = 500

    def note(self, *, lines: int, seconds: float) -> None:
        """A batch of so many lines took so long."""
        if lines < self.size:  # the end of the lines says little
            if seconds > TARGET_SECONDS:
                self.size = max(SMALLEST, self.size // 2)
            return
        wanted = self.size * TARGET_SECONDS / max(seconds, 0.001)
        self.size = int(
            min(max(wanted, self.size / 2, SMALLEST), self.size * 2, LARGEST)
        )
