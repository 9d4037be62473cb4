"""The account that servers run as, and folders that it can reach.

PostgreSQL refuses to run as root; an existing unprivileged user stands in then. No
parent folder's rights are ever changed: what cannot be reached is put elsewhere.
"""

import hashlib
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from .errors import LaunchError

SYSTEM_HOME = Path("/var/lib")
STAND_IN = "nobody"


@dataclass(frozen=True)
class Account:
    """A user and group; `switch` is true when we are root and must become it."""

    uid: int
    gid: int
    switch: bool

    def can_enter(self, folder: Path) -> bool:
        """Whether every folder on the way may be passed through."""
        if not self.switch:
            return True
        return all(self._allows(part, stat.S_IXOTH) for part in _upwards(folder))

    def can_read(self, path: Path) -> bool:
        return not self.switch or (
            self.can_enter(path.parent) and self._allows(path, stat.S_IROTH)
        )

    def _allows(self, path: Path, bit: int) -> bool:
        facts = path.stat()
        return bool(facts.st_mode & (bit << 6 if facts.st_uid == self.uid else bit))

    def own(self, path: Path, mode: int) -> None:
        """Give `path` to the account; only ever our own folders and files."""
        path.chmod(mode)
        if self.switch:
            os.chown(path, self.uid, self.gid)


def service_account() -> Account:
    """Ourselves, or the unprivileged stand-in when we are root."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switch=False)
    try:
        entry = pwd.getpwnam(STAND_IN)
    except KeyError:
        raise LaunchError(
            f"PostgreSQL cannot run as root, and there is no user «{STAND_IN}»."
        ) from None
    return Account(entry.pw_uid, entry.pw_gid, switch=True)


def folder_digest(folder: Path) -> str:
    """A short name for a data folder: parallel copies never meet."""
    return hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]


def service_home(data_dir: Path, account: Account) -> Path:
    """Where the account can keep files: the data folder, or one under /var/lib."""
    data_dir.mkdir(parents=True, exist_ok=True)
    data_dir.chmod(0o711 if account.switch else 0o700)
    if account.can_enter(data_dir):
        return data_dir.resolve()
    home = SYSTEM_HOME / f"kespet-crm-{folder_digest(data_dir)}"
    home.mkdir(mode=0o711, exist_ok=True)
    home.chmod(0o711)
    return home


def _upwards(folder: Path) -> list[Path]:
    resolved = folder.resolve()
    return [resolved, *resolved.parents]
