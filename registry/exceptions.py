"""Errors of the register: a machine code, and a message safe for the user."""

from __future__ import annotations

from typing import Any


class RegistryError(Exception):
    """Base of all. ``message`` may be shown; it never holds another's data."""

    code = "registry"

    def __init__(self, message: Any, *, code: str = "") -> None:
        super().__init__(code or self.code)
        self.message = message
        self.code = code or self.code


class StaleVersion(RegistryError):
    """Somebody else saved in between."""

    code = "stale_version"


class InvalidContactPoint(RegistryError):
    """Not an e-mail address or phone number we may keep."""

    code = "invalid_contact_point"


class PersonRestricted(RegistryError):
    """Her data may be stored and hardly anything else (Art. 18(2))."""

    code = "restricted"


class RelationshipError(RegistryError):
    """The relationship is not in a state that allows this."""

    code = "relationship_state"


class OrderError(RegistryError):
    """The order is not in a state that allows this."""

    code = "order_state"
