"""Embedded PostgreSQL: one cluster per data folder, reached by a private socket."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from .account import folder_digest
from .errors import DISK_FULL, LaunchError, tells_of_full_disk
from .processes import start_process
from .secrets_file import load_secrets
from .server import SERVICE_ENVIRONMENT, Site
from .tools import postgres_programs

DATABASE = "kespet"
ROLE = "kespet"
STATUS_LINE = 7  # of postmaster.pid; "ready" once connections are accepted
ORPHAN_PATIENCE = 60.0
LOCALE = [
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--lc-ctype=C.UTF-8",
    "--encoding=UTF8",
]
# Values of people never reach the log: no statements, no parameters, no details.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_timezone": "UTC",
    "timezone": "UTC",
    "max_connections": "200",
    "max_locks_per_transaction": "256",
    "work_mem": "16MB",
    "maintenance_work_mem": "256MB",
    "random_page_cost": "1.1",
    "max_wal_size": "4GB",
    "jit": "off",
}
UNSAFE_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum_naptime": "1h",
}


class Postgres:
    """See services.server.Server."""

    stop_signal = signal.SIGINT  # «fast»: ends sessions, writes a checkpoint

    def __init__(self, site: Site) -> None:
        self.site = site
        self.cluster = site.home / "postgres"
        self.programs = postgres_programs(site.account, site.home)
        name = f"kespet-{os.geteuid()}-{folder_digest(site.data_dir)}"
        self.socket_dir = Path("/tmp") / name  # noqa: S108 -- checked below

    @property
    def url(self) -> str:
        password = load_secrets(self.site.data_dir)["POSTGRES_PASSWORD"]
        host = quote(str(self.socket_dir), safe="")
        return f"postgres://{ROLE}:{password}@{host}:5432/{DATABASE}"

    def prepare(self) -> None:
        self._make_socket_dir()
        if not self.cluster.exists():
            self._create_cluster()
        self._check_version()
        self._see_orphan_off()

    def start(self, log: Path) -> subprocess.Popen[bytes]:
        settings = {**SETTINGS, "shared_buffers": _shared_buffers(self.site)}
        settings |= UNSAFE_SETTINGS if self.site.unsafe else {}
        settings["unix_socket_directories"] = str(self.socket_dir)
        command = [str(self.programs / "postgres"), "-D", str(self.cluster)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with log.open("ab") as output:
            return start_process(
                command,
                account=self.site.account,
                death_signal=self.stop_signal,
                cwd=self.cluster.parent,
                env=SERVICE_ENVIRONMENT,
                output=output,
            )

    def is_ready(self, process: subprocess.Popen[bytes]) -> bool:
        lines = self._pid_lines()
        if len(lines) <= STATUS_LINE or lines[0].strip() != str(process.pid):
            return False
        return lines[STATUS_LINE].strip() == "ready"

    def clear_up(self) -> None:
        with suppress(OSError):
            self.socket_dir.rmdir()

    def _pid_lines(self) -> list[str]:
        try:
            return (self.cluster / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _make_socket_dir(self) -> None:
        """Short, private, and surely ours: /tmp belongs to everybody."""
        self.socket_dir.mkdir(mode=0o700, exist_ok=True)
        facts = self.socket_dir.lstat()
        if facts.st_uid not in {self.site.account.uid, os.geteuid()}:
            raise LaunchError(f"{self.socket_dir} belongs to another user: remove it.")
        self.site.account.own(self.socket_dir, 0o700)

    def _create_cluster(self) -> None:
        """initdb, our role and database, in a folder that is renamed when complete."""
        unfinished = self.cluster.with_name("postgres.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        self.site.account.own(unfinished, 0o700)
        with tempfile.NamedTemporaryFile("w", dir=self.socket_dir) as password_file:
            password = load_secrets(self.site.data_dir)["POSTGRES_PASSWORD"]
            password_file.write(password)
            password_file.flush()
            self.site.account.own(Path(password_file.name), 0o600)
            self._run(
                [
                    *["initdb", "--pgdata", str(unfinished), "--username", "postgres"],
                    *["--auth=scram-sha-256", f"--pwfile={password_file.name}"],
                    *LOCALE,
                    *(["--no-sync"] if self.site.unsafe else []),
                ]
            )
        single_user = ["postgres", "--single", "-D", str(unfinished), "postgres"]
        self._run(single_user, _first_statements(password))
        unfinished.rename(self.cluster)

    def _run(self, command: list[str], script: str = "") -> None:
        switch = self.site.account.switch
        done = subprocess.run(
            [str(self.programs / command[0]), *command[1:]],
            input=script,
            capture_output=True,
            text=True,
            check=False,
            cwd=self.cluster.parent,
            env=SERVICE_ENVIRONMENT,
            user=self.site.account.uid if switch else None,
            group=self.site.account.gid if switch else None,
            extra_groups=[] if switch else None,
        )
        output = f"{done.stdout}{done.stderr}"
        if tells_of_full_disk(output):
            raise LaunchError(DISK_FULL)
        if done.returncode != 0 or "ERROR:" in output:  # single-user mode returns 0
            last = output.strip().splitlines()[-1:] or ["no reason given"]
            raise LaunchError(f"PostgreSQL could not be set up: {last[0]}")

    def _check_version(self) -> None:
        made_by = (self.cluster / "PG_VERSION").read_text().strip()
        with (self.programs.parent / "share" / "postgres.bki").open() as catalog:
            ours = catalog.readline()
        if not ours.strip().endswith(f" {made_by}"):
            raise LaunchError(
                f"{self.cluster} was made by PostgreSQL {made_by}: move the data over "
                "as docs/operations.md tells under «Upgrade»."
            )

    def _see_orphan_off(self) -> None:
        """A server whose keeper was killed is stopping by itself: wait for it."""
        limit = time.monotonic() + ORPHAN_PATIENCE
        while (pid := self._living_postmaster()) and time.monotonic() < limit:
            os.kill(pid, self.stop_signal)
            time.sleep(0.2)
        if not pid:
            (self.cluster / "postmaster.pid").unlink(missing_ok=True)

    def _living_postmaster(self) -> int:
        """Its process id, or 0: a number in a stale file may be anybody's by now."""
        lines = self._pid_lines()
        if not lines or not lines[0].strip().isdigit():
            return 0
        try:
            command = Path(f"/proc/{lines[0].strip()}/cmdline").read_bytes()
        except OSError:
            return 0
        return int(lines[0]) if str(self.cluster).encode() in command else 0


def _first_statements(password: str) -> str:
    """Single-user mode takes one statement a line; the role is no superuser."""
    return (
        f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{password}'\n"
        f"CREATE DATABASE {DATABASE} OWNER {ROLE}\n"
    )


def _shared_buffers(site: Site) -> str:
    """An eighth of the memory, between 128 MB and 1 GB."""
    if site.unsafe:
        return "128MB"
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return f"{max(128, min(1024, memory // 8))}MB"
