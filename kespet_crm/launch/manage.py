"""bin/manage: manage.py with the product's environment and services."""

from kespet_crm.services.server import SOURCE

from .environment import PYTHON, product_environment


def main(arguments: list[str]) -> int:
    command = [str(PYTHON), str(SOURCE / "manage.py"), *arguments]
    return product_environment().become(command)
