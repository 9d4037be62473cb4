"""Whether two erasures left the same rows: counts and sums of digests, table by table."""

from typing import Final

from django.db import connection

from registry.seams.personal_data import registry_of_holdings

_RANDOM: Final = {"contact_token": "contact_token <> ''"}
_TELLS_WHEN: Final = {"updated_at"}
_OF_RUNS: Final = ("privacy_retention", "registry_audit_", "registry_job")
_SUM: Final = (
    "SELECT count(*), COALESCE(sum(hash_record_extended(r, 0)), 0)::text"
    " FROM (SELECT ROW(@columns) AS r FROM @table) rows"
)

Fingerprint = tuple[int, str]


def fingerprints() -> dict[str, Fingerprint]:
    """Table of the map → rows, and the sum of their digests."""
    tables = {str(h.model._meta.db_table) for h in registry_of_holdings}
    kept = sorted(t for t in tables if not t.startswith(_OF_RUNS))
    return {table: _fingerprint(table) for table in kept}


def differences(
    one: dict[str, Fingerprint], other: dict[str, Fingerprint]
) -> list[str]:
    """Tables that do not hold the same."""
    return sorted(t for t in one.keys() | other.keys() if one.get(t) != other.get(t))


def _fingerprint(table: str) -> Fingerprint:
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
        columns = ", ".join(
            _RANDOM.get(c.name, f'"{c.name}"')
            for c in described
            if c.name not in _TELLS_WHEN
        )
        cursor.execute(_SUM.replace("@columns", columns).replace("@table", table))
        count, total = cursor.fetchone()
    return int(count), str(total)
