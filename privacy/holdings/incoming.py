"""Mail that reached us: blanked once it is sorted, gone after its days."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from privacy.models import IncomingMail
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

ROW = "bookkeeping of the row"

mail = partial(
    datum,
    category=Category.RIGHTS,
    purpose=Purpose.RIGHTS,
    retention=RetentionRule.SHORT,
    on_erasure=OnErasure.DELETE_ROW,
    origin=Origin.PROVIDED,
    roles=PRIVACY_ROLES,
)

holding(
    "incoming_mail",
    model=IncomingMail,
    person_path="person_id",
    label=_("Mail that nobody has sorted yet"),
    fields={
        "received_at": mail(origin=Origin.OBSERVED),
        "sender": mail(identifier=True),
        "sender_name": mail(identifier=True, free_text=True),
        "subject": mail(free_text=True, speaks_of_others=True),
        "text": mail(free_text=True, speaks_of_others=True),
        "attachments": mail(),
        "language": mail(origin=Origin.OBSERVED),
        "person_id": mail(origin=Origin.DERIVED, exported=False),
        "note": mail(
            origin=Origin.OBSERVED,
            exported=False,
            free_text=True,
            speaks_of_others=True,
        ),
    },
    technical={
        "id": "key",
        "message_key": "digest by which the same mail is taken once",
        "state": ROW,
        "outcome": ROW,
        "unclear_because": ROW,
        "answers": "random names of mails that it answers, blanked once sorted",
        "mailbox": "which of our own mailboxes",
        "automatic": ROW,
        "status_code": "a code of non-delivery",
        "size": "a number of bytes",
        "cut": ROW,
        "case": "link",
        "attempts": ROW,
        "error": "the name of a type, never a text",
        "sorted_at": ROW,
        "sorted_by": "staff member: employment data, not the register's",
    },
    clock="received_at",
)
