"""What the register decides about people by rule (Art. 22)."""

from collections.abc import Iterable

from celery import current_app
from django.utils.translation import gettext_lazy as _

from registry.seams.automated import (
    Effect,
    automatic_rule,
    decides_nothing,
    mechanisms,
)
from registry.seams.jobs.kinds import job_kinds
from registry.seams.panels import import_columns

APPS = ("registry.", "contacts.", "privacy.", "kespet_crm.")


@mechanisms
def tasks() -> Iterable[str]:
    """What Celery wakes up."""
    return (f"task:{name}" for name in current_app.tasks if name.startswith(APPS))


@mechanisms
def jobs() -> Iterable[str]:
    """Kinds of background jobs."""
    return (f"job:{kind}" for kind in job_kinds())


@mechanisms
def imports() -> Iterable[str]:
    """What an import does to a row: finds its person, asks the list, fills columns."""
    yield from ("import:match", "import:screening")
    yield from (f"import:{name}" for name in import_columns())


OFFICER = _("The data protection officer sets the rule and may change what follows.")

automatic_rule(
    "former_customers",
    name=_("A customer becomes a former one"),
    decides=_("By how long ago the last dealing was, with a fixed number of months."),
    effect=Effect.PROCEDURAL,
    human=OFFICER,
    switch=_("Periods of retention"),
    basis="GDPR 5(1)(e)",
    covers=["task:registry.mark_former_customers"],
    acts=["person.kind_followed"],
)
automatic_rule(
    "storage_clock",
    name=_("The last day of storage is computed"),
    decides=_("Until when a person's data is stored, from her own dates."),
    effect=Effect.PROCEDURAL,
    human=OFFICER,
    switch=_("Rules of retention"),
    basis="GDPR 5(1)(e)",
    covers=[
        "task:registry.check_clocks",
        "task:registry.check_all_clocks",
        "job:retention.recompute_clocks",
    ],
)
automatic_rule(
    "import_matching",
    name=_("An imported row finds its person"),
    decides=_("Whether a row is about somebody whom the register knows already."),
    effect=Effect.NONE,
    human=_("Whoever imports sees the preview and starts the import."),
    switch=_("The mapping of the import"),
    basis="GDPR 5(1)(d)",
    covers=["job:import.run", "import:match"],
)
automatic_rule(
    "import_screening",
    name=_("Suppressed addresses are kept out of marketing at import"),
    decides=_("That an address on the suppression list is not marketed to again."),
    effect=Effect.PROCEDURAL,
    human=_("Nobody can lift it; the person can, by a new consent."),
    basis="GDPR 21(3)",
    covers=["import:screening"],
)
decides_nothing(
    _("Carries work out that others decided."),
    "task:registry.run_due_jobs",
    "task:registry.send_due_mail",
)
decides_nothing(
    _("Technical tidying."),
    "task:registry.delete_stale_tokens",
    "task:registry.forget_old_imports",
    "task:registry.make_audit_partitions",
)
decides_nothing(_("Anonymous figures."), "task:registry.close_figures")
