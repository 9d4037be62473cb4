"""The map of the queues: outgoing mail, jobs, tokens."""

from django.utils.translation import gettext_lazy as _

from registry.models import OutgoingMail
from registry.seams.personal_data import (
    PRIVACY_ROLES,
    Category,
    OnErasure,
    Origin,
    Purpose,
    RetentionRule,
    datum,
    exempt_table,
    holding,
)


def _words_of_mail(*, identifier: bool = False, free_text: bool = False) -> datum:
    return datum(
        category=Category.EMAIL if identifier else Category.CONTACTS,
        purpose=Purpose.RELATIONSHIP,
        retention=RetentionRule.SHORT,
        on_erasure=OnErasure.DELETE_ROW,
        origin=Origin.OBSERVED,
        identifier=identifier,
        free_text=free_text,
        roles=PRIVACY_ROLES,
    )


holding(
    "outgoing_mail",
    model=OutgoingMail,
    person_path="person_id",
    label=_("Mail on its way"),
    fields={
        "to_address": _words_of_mail(identifier=True),
        "subject": _words_of_mail(free_text=True),
        "text": _words_of_mail(free_text=True),
        "html": _words_of_mail(free_text=True),
        "headers": _words_of_mail(free_text=True),
        "kind": _words_of_mail(),
        "language": _words_of_mail(),
        "queued_at": _words_of_mail(),
        "accepted_at": _words_of_mail(),
    },
    technical={
        "id": "key",
        "person_id": "link",
        "subject_type": "what the mail is about",
        "subject_ref": "what the mail is about",
        "state": "bookkeeping of the row",
        "attempts": "bookkeeping of the row",
        "next_attempt_at": "bookkeeping of the row",
        "blanked_at": "bookkeeping of the row",
        "told_at": "bookkeeping of the row",
        "message_id": "random, so that a repeat is known",
        "error_code": "a number or a type name, never a server's text",
    },
)

exempt_table(
    "registry_job",
    _("Background work: ids and counts only, and the staff member who asked for it."),
)
exempt_table(
    "registry_secrettoken",
    _("Digests of random secrets; deleted a month after they expire."),
)
