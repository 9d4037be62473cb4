"""What the keeper needs of a server, whichever it is."""

import signal
import socket
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from .account import Account, service_account, service_home

SOURCE = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Site:
    """Where a server lives. `unsafe` trades durability for speed: tests only."""

    data_dir: Path
    unsafe: bool = False
    account: Account = field(default_factory=service_account)

    @property
    def home(self) -> Path:
        return service_home(self.data_dir, self.account)

    @property
    def state_dir(self) -> Path:
        """Locks, state and logs of the keepers."""
        folder = self.data_dir / "services"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder


class Server(Protocol):
    """A server that a keeper starts, watches and stops."""

    stop_signal: signal.Signals

    def prepare(self) -> None:
        """Make its files; safe to repeat."""

    def start(self, log: Path) -> subprocess.Popen[bytes]:
        """Start it as a child of this process."""

    def is_ready(self, process: subprocess.Popen[bytes]) -> bool:
        """Whether it answers; never waits."""

    def clear_up(self) -> None:
        """Remove what only a running server needs."""

    @property
    def url(self) -> str:
        """How clients reach it, password included."""


SERVICE_ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "TZ": "UTC",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def port_is_free(port: int, host: str = "127.0.0.1") -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
