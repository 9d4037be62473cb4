"""Pytest plugin (see pytest.ini): claims this process's slot before settings are read."""

from tests.slots import claim_slot

SLOT = claim_slot()
