"""bin/manage: manage.py with the product's environment and services."""

from kespet_crm.services.server import SOURCE

from .environment import PYTHON, demo_mark, product_environment
from .preparing import is_prepared, prepare

# These work on a database without tables, or make them.
WITHOUT_TABLES = {"", "check", "compile_catalogs", "help", "makemigrations", "migrate"}
WITHOUT_TABLES |= {
    "prepare_start",
    "showmigrations",
    "sqlmigrate",
    "--help",
    "--version",
}


def main(arguments: list[str]) -> int:
    """On a fresh clone the first command also makes the tables."""
    environment = product_environment()
    if demo_mark(environment.variables).exists():
        environment.variables.setdefault("DEMO", "1")
    name = arguments[0] if arguments else ""
    if name not in WITHOUT_TABLES and not is_prepared(environment).exists():
        prepare(environment)
    command = [str(PYTHON), str(SOURCE / "manage.py"), *arguments]
    return environment.become(command)
