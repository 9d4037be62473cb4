"""Child processes that never outlive us: own session, a signal when the parent dies."""

import ctypes
import signal
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

from .account import Account

PR_SET_PDEATHSIG = 1


def die_with_parent(death_signal: signal.Signals) -> Callable[[], None]:
    """A preexec step. Linux clears the wish when the user changes, so it comes last:
    subprocess changes the user before it calls this."""
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(PR_SET_PDEATHSIG, int(death_signal))


def start_process(
    command: list[str],
    *,
    account: Account | None = None,
    death_signal: signal.Signals = signal.SIGTERM,
    cwd: Path,
    env: Mapping[str, str],
    stdin: int | None = subprocess.DEVNULL,
    output: IO[bytes] | int | None = None,
) -> subprocess.Popen[bytes]:
    """Start in its own session, as `account` when it has to be another user."""
    switch = account is not None and account.switch
    return subprocess.Popen(
        command,
        cwd=cwd,
        env=dict(env),
        stdin=stdin,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        start_new_session=True,
        user=account.uid if account and switch else None,
        group=account.gid if account and switch else None,
        extra_groups=[] if switch else None,
        preexec_fn=die_with_parent(death_signal),  # noqa: PLW1509 -- single-threaded
    )


def birth_of(pid: int) -> str:
    """When a living process was born, as the kernel counts; empty for a dead one.

    A number alone may belong to somebody else by now."""
    try:
        facts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    state, born = facts[0], facts[19]
    return "" if state in "ZX" else born


def stop_process(
    process: subprocess.Popen[bytes], how: signal.Signals, patience: float
) -> None:
    """Ask, wait, and kill what does not listen."""
    if process.poll() is not None:
        return
    process.send_signal(how)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
