"""One map of personal data; export, erasure, retention are computed from it."""

from .choices import (
    Category,
    Obligation,
    OnErasure,
    Origin,
    Purpose,
    RetentionRule,
)
from .collecting import (
    collect,
    count_of,
    exported_holdings,
    exported_names,
    exported_row,
    held_of,
    pages_of_rows,
)
from .correcting import (
    Corrector,
    correctable,
    corrector_of,
    is_correctable,
    register_corrector,
    rows_to_correct,
    value_as_text,
    without_corrector,
)
from .erasing import delete_rows, erase
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
from .keys import keys_of
from .mentions import Mention, Traces, find_mentions, redact_mention, rescan
from .outcome import OutcomeLine, outcome_lines
from .partly import HELD, Stay, Staying, erase_partly, partial_lines

__all__ = [
    "ALL_ROLES",
    "HELD",
    "PRIVACY_ROLES",
    "Category",
    "Corrector",
    "Datum",
    "Holding",
    "MapError",
    "Mention",
    "Obligation",
    "OnErasure",
    "Origin",
    "OutcomeLine",
    "Purpose",
    "RetentionRule",
    "Stay",
    "Staying",
    "Traces",
    "collect",
    "correctable",
    "corrector_of",
    "count_of",
    "datum",
    "delete_rows",
    "erase",
    "erase_partly",
    "exempt_table",
    "exported_holdings",
    "exported_names",
    "exported_row",
    "find_mentions",
    "held_of",
    "history_of",
    "holding",
    "is_correctable",
    "keys_of",
    "outcome_lines",
    "pages_of_rows",
    "partial_lines",
    "redact_mention",
    "register_corrector",
    "registry_of_holdings",
    "rescan",
    "rows_to_correct",
    "value_as_text",
    "without_corrector",
]
