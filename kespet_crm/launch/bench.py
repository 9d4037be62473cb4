"""bin/bench: the measurements of benchmarks/, on a scratch database of their own."""

import os

from kespet_crm.catalogs import compile_catalogs
from kespet_crm.services.server import SOURCE

from .environment import PYTHON, bench_environment


def main(arguments: list[str]) -> int:
    environment = bench_environment()
    os.chdir(SOURCE)
    compile_catalogs()
    return environment.become([str(PYTHON), "-m", "benchmarks", *arguments])
