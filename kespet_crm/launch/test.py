"""bin/test: pytest with services of its own."""

import os

from kespet_crm.catalogs import compile_catalogs
from kespet_crm.services.server import SOURCE

from .environment import PYTHON, test_environment


def main(arguments: list[str]) -> int:
    environment = test_environment()
    os.chdir(SOURCE)
    compile_catalogs()
    command = [str(PYTHON), "-m", "pytest", *parallel(arguments), *arguments]
    return environment.become(command)


def parallel(arguments: list[str]) -> list[str]:
    """Every core for the whole suite; one process for a few named tests."""
    chosen = any(
        argument.startswith(("-n", "--numprocesses")) for argument in arguments
    )
    named = any(".py" in argument for argument in arguments)
    debugging = {"--pdb", "-s", "--trace"} & set(arguments)
    return [] if chosen or named or debugging else ["-n", "auto"]
