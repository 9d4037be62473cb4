"""bin/lock: requirements*.in → requirements*.txt, every pin with its hashes.

The result holds for every Linux and Python that we support, and names no index: where
packages come from is the installing machine's business. `--upgrade` takes newer pins.
"""

import subprocess

from kespet_crm.services.server import SOURCE

from .environment import PYTHON

PAIRS = [
    ("requirements.in", "requirements.txt"),
    ("requirements-dev.in", "requirements-dev.txt"),
]
OPTIONS = [
    *["--universal", "--python-version", "3.11", "--generate-hashes"],
    *["--no-emit-index-url", "--no-emit-find-links", "--no-header", "--quiet"],
]


def main(arguments: list[str]) -> int:
    return max(_compile(source, target, arguments) for source, target in PAIRS)


def _compile(source: str, target: str, arguments: list[str]) -> int:
    """uv keeps the pins that stand in the target unless told to upgrade."""
    compiler = [str(PYTHON.parent / "uv"), "pip", "compile", source, "-o", target]
    command = [*compiler, *OPTIONS, *arguments]
    return subprocess.run(command, cwd=SOURCE, check=False).returncode
