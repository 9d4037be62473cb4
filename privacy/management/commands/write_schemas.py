"""`manage.py write_schemas`: docs/schemas/ from the map of personal data."""

from typing import Any

from django.core.management.base import BaseCommand

from privacy.access.schema import FOLDER, NAMES, VERSION, as_text, schema_of


class Command(BaseCommand):
    """Writes the current version; earlier versions stay as they were published."""

    help = (
        "Write the published schemas of the packages into docs/schemas. Raise"
        " VERSION in privacy/access/schema.py first where a name has changed."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """One file a schema."""
        FOLDER.mkdir(exist_ok=True)
        for name in NAMES:
            path = FOLDER / f"{name}-{VERSION}.json"
            schema = {**schema_of(name), "$id": f"/api/schema/{path.name}"}
            path.write_text(as_text(schema), encoding="utf-8")
            self.stdout.write(path.name)
