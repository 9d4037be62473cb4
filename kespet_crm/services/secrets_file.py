"""`secrets.env`: what a start generates once when the environment does not bring it."""

import base64
import fcntl
import os
import secrets
from collections.abc import Callable
from pathlib import Path

FILE_NAME = "secrets.env"


def _seed() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


GENERATORS: dict[str, Callable[[], str]] = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(50),
    "SUPPRESSION_KEY": lambda: secrets.token_hex(32),
    "SIGNING_KEY": _seed,
    "DEMO_PASSWORD": lambda: secrets.token_urlsafe(9),
    "POSTGRES_PASSWORD": lambda: secrets.token_hex(24),
    "VALKEY_PASSWORD": lambda: secrets.token_hex(24),
}


def read_env_file(path: Path) -> dict[str, str]:
    """`KEY=value` lines; comments, `export ` and one pair of quotes are understood."""
    if not path.is_file():
        return {}
    values: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        key, separator, value = line.strip().removeprefix("export ").partition("=")
        if separator and not key.startswith("#"):
            values[key.strip()] = _unquoted(value.strip())
    return values


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value


def load_secrets(data_dir: Path) -> dict[str, str]:
    """Every generated secret of this data folder; makes the missing ones, mode 0600."""
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / FILE_NAME
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        values = read_env_file(path)
        missing = {key: make() for key, make in GENERATORS.items() if key not in values}
        if missing:
            _replace(path, {**values, **missing})
    return {**values, **missing}


def _replace(path: Path, values: dict[str, str]) -> None:
    """All or nothing: a full disk must not leave half a file of keys."""
    unfinished = path.with_suffix(".new")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.writelines(f"{key}={value}\n" for key, value in values.items())
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
