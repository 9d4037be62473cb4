"""`manage.py import_companies`: companies from a CSV or XLSX file."""

from registry.imports.commands import ImportCommand
from registry.models import ImportKind


class Command(ImportCommand):
    """Companies are found again by Y-tunnus, then by name; empty fields are filled."""

    help = (
        "Import companies from CSV or XLSX. Found by business id, then by name;"
        " empty fields are filled, nothing is overwritten."
        " Exit 0 done, 1 rows rejected (report written), 2 unusable file."
    )
    kind = ImportKind.COMPANIES
