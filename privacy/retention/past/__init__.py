"""What is past its last day: rows of holdings, by rule, as SQL over sets."""

from .sources import LOG, PERSONS, VOUCHERS, Source, source_of, sources_of
from .span import Span, day_after, span_of

__all__ = [
    "LOG",
    "PERSONS",
    "VOUCHERS",
    "Source",
    "Span",
    "day_after",
    "source_of",
    "sources_of",
    "span_of",
]
