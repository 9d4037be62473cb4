"""Until when a person may be stored: dates that follow from the facts."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from registry.models import PersonClock
from registry.seams.personal_data import Category, Origin, holding

from .words import ROW_BOOKKEEPING, about

BEFORE_THE_FACTS = -10
derived = partial(about, category=Category.CONTACTS, origin=Origin.DERIVED)

holding(
    "clocks",
    model=PersonClock,
    person_path="person",
    label=_("Until when the data may be stored"),
    # A fact that goes makes its person's clock anew, unless the clock went before.
    order=BEFORE_THE_FACTS,
    fields={
        "collected_on": derived(exported=False),
        "ended_on": derived(),
        "ended_by": derived(),
        "detected_on": derived(exported=False),
        "last_taken_part_on": derived(),
        "rule": derived(exported=False),
        "last_day": derived(),
    },
    technical={"person": "key and link to the person", "updated_at": ROW_BOOKKEEPING},
)
