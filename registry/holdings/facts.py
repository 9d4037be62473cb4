"""Business events, sources, guards and uses."""

from functools import partial

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.models import AuditSubject as Subject
from registry.models import (
    BusinessEvent,
    PersonGuard,
    RestrictedField,
    RestrictedUse,
    Source,
)
from registry.seams.personal_data import (
    PRIVACY_ROLES,
    Category,
    OnErasure,
    Origin,
    Purpose,
    RetentionRule,
    datum,
    holding,
)

from .words import KEY, ROW_BOOKKEEPING, about, untouched

EVENT_FIELDS = ("kind", "on", "evidence_type", "evidence_ref")
EVENT_TECHNICAL = {
    "id": KEY,
    "person": "link to the person",
    "company": "link to the company",
    "created_at": ROW_BOOKKEEPING,
}
holding(
    "business_events",
    model=BusinessEvent,
    person_path="person",
    condition=Q(company=None),
    label=_("Events of the customer relationship"),
    fields={
        name: about(category=Category.PURCHASES, origin=Origin.OBSERVED)
        for name in EVENT_FIELDS
    },
    technical=EVENT_TECHNICAL,
)
holding(
    "company_events",
    model=BusinessEvent,
    person_path="person",
    condition=Q(company__isnull=False),
    label=_("Events of the company's relationship in which the person took part"),
    fields={name: untouched() for name in EVENT_FIELDS},
    technical=EVENT_TECHNICAL,
)

sources = holding(
    "sources",
    model=Source,
    person_path="person",
    label=_("Where the data came from"),
    fields={
        "kind": about(category=Category.CONTACTS, origin=Origin.OBSERVED),
        "channel": about(category=Category.CONTACTS, origin=Origin.OBSERVED),
        "partner": about(
            category=Category.CONTACTS,
            origin=Origin.OBSERVED,
            export_as="partner__name",
        ),
        "detail": about(
            category=Category.CONTACTS, origin=Origin.OBSERVED, free_text=True
        ),
        "collected_on": about(category=Category.CONTACTS, origin=Origin.OBSERVED),
    },
    technical={
        "id": KEY,
        "person": "link to the person",
        "created_at": ROW_BOOKKEEPING,
    },
)

in_force = partial(
    datum,
    category=Category.RIGHTS,
    purpose=Purpose.RIGHTS,
    retention=RetentionRule.PROOF,
    on_erasure=OnErasure.DELETE_ROW,
    origin=Origin.DERIVED,
    exported=False,
)
holding(
    "guards",
    model=PersonGuard,
    person_path="person",
    label=_("What is in force for the person"),
    fields={
        name: in_force()
        for name in ("restricted", "held", "objected", "until", "source")
    },
    technical={"person": "key and link to the person", "updated_at": ROW_BOOKKEEPING},
)
holding(
    "restricted_fields",
    model=RestrictedField,
    person_path="person",
    label=_("Fields under restriction"),
    fields={"place": in_force()},
    technical={"id": KEY, "person": "link to the person"},
)

holding(
    "uses",
    model=Subject,
    person_path="subject_id",
    condition=Q(kind="person"),
    label=_("When the data was used"),
    clock="at",
    fields={
        "at": datum(
            category=Category.LOGS,
            purpose=Purpose.SECURITY,
            retention=RetentionRule.LOGS,
            on_erasure=OnErasure.KEEP_UNTIL_STATUTE,
            origin=Origin.OBSERVED,
        ),
    },
    technical={
        "id": KEY,
        "entry_id": "the act; its purpose and role are joined on access",
        "kind": "what the number names",
        "subject_id": "a number that leads nowhere once the person is gone",
    },
)

holding(
    "restricted_uses",
    model=RestrictedUse,
    person_path="person",
    label=_("Uses of data under restriction"),
    fields={
        name: datum(
            category=Category.RIGHTS,
            purpose=Purpose.RIGHTS,
            retention=RetentionRule.RIGHTS,
            on_erasure=OnErasure.DELETE_ROW,
            origin=Origin.OBSERVED,
            free_text=name == "reason",
            speaks_of_others=name == "reason",
            roles=PRIVACY_ROLES,
        )
        for name in ("act", "use", "reason", "at")
    },
    technical={
        "id": KEY,
        "person": "link to the person",
        "actor": "staff member: employment data, not the register's",
        "transaction": "number of a database transaction",
    },
    clock="at",
)
