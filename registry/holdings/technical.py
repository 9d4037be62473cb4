"""Outgoing mail, and the tables that hold no register data."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from registry.models import OutgoingMail
from registry.seams.personal_data import (
    Category,
    OnErasure,
    Origin,
    Purpose,
    RetentionRule,
    datum,
    exempt_table,
    holding,
)

from .words import KEY, ROW_BOOKKEEPING

mailed = partial(
    datum,
    category=Category.CONTACTS,
    purpose=Purpose.RIGHTS,
    retention=RetentionRule.SHORT,
    on_erasure=OnErasure.DELETE_ROW,
    origin=Origin.OBSERVED,
)
holding(
    "outgoing_mail",
    model=OutgoingMail,
    person_path="person_id",
    label=_("Mail on its way"),
    clock="queued_at",
    fields={
        "to_address": mailed(category=Category.EMAIL, identifier=True),
        "subject": mailed(),
        "text": mailed(speaks_of_others=False, free_text=True),
        "html": mailed(exported=False),
        "headers": mailed(exported=False),
        "kind": mailed(),
        "language": mailed(),
        "queued_at": mailed(),
        "accepted_at": mailed(),
    },
    technical={
        "id": KEY,
        "person_id": "link to the person",
        "subject_type": "what the mail is about",
        "subject_ref": "key of what the mail is about",
        "state": "where the mail stands",
        "attempts": ROW_BOOKKEEPING,
        "next_attempt_at": ROW_BOOKKEEPING,
        "blanked_at": "when address and words were blanked",
        "told_at": ROW_BOOKKEEPING,
        "message_id": "random, the same at every attempt",
        "error_code": "a code without words of the mail server",
    },
)

for table, reason in {
    "registry_staff": _(
        "Staff accounts: employment data, kept apart from the register."
    ),
    "registry_staff_groups": _("Which staff member has which role."),
    "registry_staff_user_permissions": _("Single permissions of staff members."),
    "registry_partner": _("Companies that give us contact details; no persons."),
    "registry_audit_entry": _(
        "Acts of staff with names of fields; the persons stand in the holding «uses»."
    ),
    "registry_job": _("Background jobs: keys and counts only."),
    "registry_secrettoken": _("Hashes of random links with the key of what they open."),
    "auth_group": _("Roles."),
    "auth_group_permissions": _("What each role may do."),
    "auth_permission": _("Names of permissions."),
    "django_content_type": _("Names of models."),
    "django_admin_log": _("Stays empty: the admin writes to the audit trail instead."),
    "django_session": _("Signed-in sessions of staff; hold keys, end in hours."),
    "pghistory_events": _("A view over the history tables, which are holdings each."),
    "pghistory_context": _("Not used: history is kept without context."),
}.items():
    exempt_table(table, reason)
