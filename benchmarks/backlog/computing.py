"""What processes have computed and how much memory they hold, as Linux tells."""

from pathlib import Path
from time import process_time


def own_seconds() -> float:
    """Seconds that this process has computed."""
    return process_time()


def backend_seconds(pid: int) -> float:
    """Seconds that a process with one thread has computed; 0 where it is not told."""
    try:
        told = Path(f"/proc/{pid}/schedstat").read_text()
    except OSError:
        return 0.0
    return int(told.split()[0]) / 1e9


def resident_mib(pid: int, line: str = "VmRSS") -> float:
    """Memory of a process (``VmHWM``: the most it ever had), 0 where it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    found = next((text for text in lines if text.startswith(f"{line}:")), "0 0")
    return round(int(found.split()[1]) / 1024, 1)
