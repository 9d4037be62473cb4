"""A paginator for admin lists that never counts a whole table."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.utils.functional import cached_property

from registry.queries.counting import COUNT_LIMIT, count_rows


class CheapPaginator(Paginator):  # type: ignore[type-arg]  # generic in its stubs only
    """Counts to 10 000; pages past that are not offered, narrow the list instead.

    Pages by OFFSET stay cheap because they cannot get deep; the long lists (persons,
    companies, orders) page by key (registry.desk.lists).
    """

    @cached_property
    def count(self) -> int:
        """Rows, at most 10 000."""
        rows: Any = self.object_list
        return min(count_rows(rows).number, COUNT_LIMIT)
