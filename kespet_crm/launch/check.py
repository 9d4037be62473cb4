"""bin/check [paths]: format, lint, types, import order and templates, without any service."""

import os
import subprocess

from kespet_crm.services.server import SOURCE

from .environment import PYTHON

PLACEHOLDERS = {
    "DATABASE_URL": "postgres://nobody@127.0.0.1:9/none",
    "REDIS_URL": "redis://127.0.0.1:9/0",
    "SECRET_KEY": "static-checks-only",
    "SUPPRESSION_KEY": "0" * 64,
    "SIGNING_KEY": "A" * 43 + "=",
    "ENV_FILE": "",
}
TEMPLATES = ["templates"]


def main(arguments: list[str]) -> int:
    """0 when every tool is content; all of them run."""
    paths = arguments or ["."]
    tools = PYTHON.parent
    commands = [
        [str(tools / "ruff"), "format", "--check", *paths],
        [str(tools / "ruff"), "check", *paths],
        [str(tools / "lint-imports")],
        [str(tools / "mypy"), *paths],
        [str(tools / "djlint"), "--lint", "--quiet", *TEMPLATES],
    ]
    environment = {**os.environ, **PLACEHOLDERS}
    return max([_run(command, environment) for command in commands])


def _run(command: list[str], environment: dict[str, str]) -> int:
    done = subprocess.run(command, cwd=SOURCE, env=environment, check=False)
    return done.returncode
