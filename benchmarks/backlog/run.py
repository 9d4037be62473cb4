"""bin/bench --backlog."""

import sys
from pathlib import Path

from django.conf import settings

from .clones import connect_to, ensure_base
from .measuring import measure_burst
from .report import print_burst, write_json


def measure_backlog(persons: int, json_file: Path | None) -> int:
    """Fill once, measure in clones, print; 1 where the rows left differ."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    base = ensure_base(persons)
    try:
        burst = measure_burst(base, persons)
    finally:
        connect_to("postgres")
    sys.stdout.write(f"\n{print_burst(burst)}\n")
    if json_file:
        write_json(json_file, burst)
    return 1 if burst.differing else 0
