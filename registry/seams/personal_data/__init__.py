"""One map of personal data; export, erasure, retention are computed from it."""

from .choices import (
    Category,
    Obligation,
    OnErasure,
    Origin,
    Purpose,
    RetentionRule,
)
from .history import history_of
from .holdings import (
    ALL_ROLES,
    PRIVACY_ROLES,
    Datum,
    Holding,
    MapError,
    datum,
    exempt_table,
    holding,
    registry_of_holdings,
)

__all__ = [
    "ALL_ROLES",
    "PRIVACY_ROLES",
    "Category",
    "Datum",
    "Holding",
    "MapError",
    "Obligation",
    "OnErasure",
    "Origin",
    "Purpose",
    "RetentionRule",
    "datum",
    "exempt_table",
    "history_of",
    "holding",
    "registry_of_holdings",
]
