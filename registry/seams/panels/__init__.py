"""What other apps add to the register's pages: timeline entries, panels, tiles,
import columns. Apps register in ``panels.py``, found by autodiscovery."""

from .imports import ImportColumn, ImportRowContext, import_column, import_columns
from .lists import ListColumn, list_column, list_columns
from .pages import (
    Panel,
    Tile,
    company_panel,
    company_panels,
    order_panel,
    order_panels,
    person_panel,
    person_panels,
    start_tile,
    start_tiles,
)
from .timeline import (
    Cursor,
    TimelineEntry,
    TimelinePage,
    midnight,
    older_than,
    timeline_page,
    timeline_source,
)

__all__ = [
    "Cursor",
    "ImportColumn",
    "ImportRowContext",
    "ListColumn",
    "Panel",
    "Tile",
    "TimelineEntry",
    "TimelinePage",
    "company_panel",
    "company_panels",
    "import_column",
    "import_columns",
    "list_column",
    "list_columns",
    "midnight",
    "older_than",
    "order_panel",
    "order_panels",
    "person_panel",
    "person_panels",
    "start_tile",
    "start_tiles",
    "timeline_page",
    "timeline_source",
]
