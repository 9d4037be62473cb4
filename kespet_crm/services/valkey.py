"""Embedded Valkey: broker and cache on a loopback port; it holds nothing for long."""

import signal
import socket
import subprocess
from pathlib import Path

from .processes import start_process
from .secrets_file import load_secrets
from .server import SERVICE_ENVIRONMENT, Site, free_port, port_is_free
from .tools import valkey_program

DATABASES = 256


class Valkey:
    """See services.server.Server."""

    stop_signal = signal.SIGTERM

    def __init__(self, site: Site) -> None:
        self.site = site
        self.folder = site.home / "valkey"
        self.program = valkey_program(site.account, site.home)
        self.port = 0

    @property
    def url(self) -> str:
        return f"redis://:{self._password}@127.0.0.1:{self.port}/0"

    @property
    def _password(self) -> str:
        return load_secrets(self.site.data_dir)["VALKEY_PASSWORD"]

    def prepare(self) -> None:
        """The port of last time when it is free, so that addresses stay the same."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.site.account.own(self.folder, 0o700)
        remembered = self.site.state_dir / "valkey.port"
        last = int(remembered.read_text()) if remembered.exists() else 0
        self.port = last if last and port_is_free(last) else free_port()
        remembered.write_text(str(self.port))

    def start(self, log: Path) -> subprocess.Popen[bytes]:
        """The settings go in by standard input: a password is no argument."""
        with log.open("ab") as output:
            process = start_process(
                [str(self.program), "-"],
                account=self.site.account,
                death_signal=self.stop_signal,
                cwd=self.folder,
                env=SERVICE_ENVIRONMENT,
                stdin=subprocess.PIPE,
                output=output,
            )
        if process.stdin is not None:
            process.stdin.write(self._settings().encode())
            process.stdin.close()
        return process

    def clear_up(self) -> None:
        """The remembered port stays: that is what it is for."""

    def _settings(self) -> str:
        lines = [
            "bind 127.0.0.1",
            f"port {self.port}",
            f"requirepass {self._password}",
            f"databases {DATABASES}",
            'save ""',
            "appendonly no",
            "daemonize no",
            "loglevel warning",
        ]
        return "\n".join(lines) + "\n"

    def is_ready(self, process: subprocess.Popen[bytes]) -> bool:
        """It answers us, and with our password: not a stranger on the same port."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as wire:
                wire.sendall(f"AUTH {self._password}\r\nPING\r\n".encode())
                return process.poll() is None and wire.recv(64).startswith(b"+OK")
        except OSError:
            return False
