"""Tables that hold no register data: listed once, each with a sentence."""

from django.utils.translation import gettext_lazy as _

from registry.seams.personal_data import exempt_table

for table, reason in {
    "registry_staff": _(
        "Staff accounts: employment data, kept apart from the register."
    ),
    "registry_staff_groups": _("Which staff member has which role."),
    "registry_staff_user_permissions": _("Single permissions of staff members."),
    "registry_partner": _("Companies that give us contact details; no persons."),
    "registry_monthlyfigure": _(
        "Anonymous figures: cells of at least five buyers or persons, no names."
    ),
    "registry_figuresource": _("How far the monthly figures have been counted."),
    "registry_figuremonth": _("Which months the monthly figures have counted."),
    "registry_holdguard": _(
        "Legal holds in force as the database's guards read them; a row goes with the "
        "hold, and nobody whom it names can be erased before."
    ),
    "registry_audit_entry": _(
        "Acts of staff with names of fields; the persons stand in the holding «uses»."
    ),
    "registry_retentionperiod": _("Lengths of storage periods; no persons."),
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
