"""What the dealings decide about people by rule: nothing but where words go."""

from django.utils.translation import gettext_lazy as _

from registry.seams.automated import decides_nothing

decides_nothing(
    _("Writes the column's own words down as they are."),
    "import:note",
)
