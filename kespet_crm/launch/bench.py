"""bin/bench: measures the product on a scratch database of its own."""

import os

from kespet_crm.catalogs import compile_catalogs
from kespet_crm.services.server import SOURCE

from .environment import PYTHON, product_environment

SCRATCH = SOURCE / ".data" / "bench"


def main(arguments: list[str]) -> int:
    """Own data folder and own services, tuned as in production; nothing of `.env`'s
    database. BENCH_DATA_DIR puts the folder elsewhere."""
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    os.environ["DATA_DIR"] = os.environ.get("BENCH_DATA_DIR", str(SCRATCH))
    os.environ["DEMO"] = "1"
    os.environ["DEBUG"] = "0"
    os.chdir(SOURCE)
    compile_catalogs()
    command = [str(PYTHON), "-m", "benchmarks", *arguments]
    return product_environment().become(command)
