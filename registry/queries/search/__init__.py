"""One search box: people, companies and orders by any of their keys.

Each source is one query that finds at most some tens of rows by an index and orders
only those; the cost does not grow with the register.
"""

from .everything import SearchResults, search_everything
from .hits import Hit
from .reading import Reading, read_query

__all__ = ["Hit", "Reading", "SearchResults", "read_query", "search_everything"]
