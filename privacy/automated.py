"""What privacy decides about people by rule. None of it has a significant effect: it
protects her, follows a date that was set, or waits for a human."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from privacy.models.case_choices import AT_ONCE_KINDS
from registry.seams.automated import (
    Effect,
    automatic_rule,
    decides_nothing,
    mechanisms,
)
from registry.seams.gate import Purpose


@mechanisms
def gate_purposes() -> Iterable[str]:
    """Uses that the gate permits or refuses."""
    return (f"gate:{purpose.value}" for purpose in Purpose)


@mechanisms
def rights_at_once() -> Iterable[str]:
    """Rights that nobody decides on: they hold when they are used."""
    return (f"case:{kind.value}" for kind in AT_ONCE_KINDS)


NOBODY_LIFTS = _("Nobody can lift it; the person can, by a new consent.")

automatic_rule(
    "retention",
    name=_("Data past its last day is erased"),
    decides=_("Which rows a rule of retention lets go, by their own dates."),
    effect=Effect.PROCEDURAL,
    human=_("The officer approves rules and plans, holds rows back, stops a run."),
    switch=_("Rules of retention"),
    basis="GDPR 5(1)(e), 17(1)(a)",
    covers=[
        "task:privacy.apply_retention",
        "task:privacy.erase_released",
        "job:retention.run",
    ],
    acts=["retention.erased"],
)
automatic_rule(
    "objection_default",
    name=_("An objection that nobody decides in time is upheld"),
    decides=_("That processing stops; never that it goes on."),
    effect=Effect.PROCEDURAL,
    human=_("Only a named human may override an objection, with written grounds."),
    basis="GDPR 12(3), 21(1)",
    covers=["task:privacy.uphold_undecided"],
    acts=["objection.upheld_by_default"],
)
automatic_rule(
    "marketing_stop",
    name=_("Marketing stops at a person's word"),
    decides=_("That nothing more is marketed to her and no profile made for it."),
    effect=Effect.PROCEDURAL,
    human=NOBODY_LIFTS,
    basis="GDPR 7(3), 21(2)–(3)",
    covers=["case:marketing_objection", "case:consent_withdrawal"],
)
automatic_rule(
    "gate",
    name=_("The gate permits or refuses a use"),
    decides=_(
        "Whether a person may be contacted or counted for a purpose; default no."
    ),
    effect=Effect.PROCEDURAL,
    human=_("Staff choose whom to contact; the gate can only refuse."),
    switch=_("Consents, objections, restrictions and balancing tests"),
    basis="GDPR 5(2), 6; SVPL 200–202",
    covers=[f"gate:{purpose.value}" for purpose in Purpose],
)
automatic_rule(
    "guard",
    name=_("Restrictions, holds and objections are projected for every query"),
    decides=_("That protected data is not shown, changed or erased."),
    effect=Effect.PROCEDURAL,
    human=_("People open and lift what is projected; too much protection stays."),
    basis="GDPR 17(3)(e), 18, 21",
    covers=["task:privacy.check_guards"],
    acts=["guard.differs"],
)
automatic_rule(
    "identity_silence",
    name=_("A request is closed when nobody answers who asks"),
    decides=_("That a request rests until the person writes again."),
    effect=Effect.PROCEDURAL,
    human=_("The officer asks, with written doubts, and opens the request again."),
    basis="GDPR 12(6)",
    covers=["task:privacy.chase_questions"],
)
automatic_rule(
    "incoming_mail",
    name=_("Incoming mail is sorted"),
    decides=_("Whether a mail becomes a request, an opt-out or a bounce."),
    effect=Effect.PROCEDURAL,
    human=_("What the words do not tell goes to the officer."),
    basis="GDPR 12(2), 21(5)",
    covers=["task:privacy.sort_incoming_mail"],
)
automatic_rule(
    "request_traps",
    name=_("Too many or machine-made requests are slowed down"),
    decides=_("That a form is refused for a while; another way stays open."),
    effect=Effect.PROCEDURAL,
    human=_("Anybody may ask by phone, letter or e-mail instead."),
    basis="GDPR 32",
    covers=["public:rate_limit", "public:trap"],
)
automatic_rule(
    "unconfirmed",
    name=_("A request that nobody confirmed is deleted"),
    decides=_("That a form sent with somebody's address has no effect."),
    effect=Effect.PROCEDURAL,
    human=_("Anybody may ask by phone, letter or e-mail instead."),
    basis="GDPR 5(1)(c), 12(6)",
    covers=["task:privacy.tidy_requests"],
    acts=["case.expired"],
)
decides_nothing(
    _("Carries work out that others decided."),
    "job:case.complete",
    "job:case.execute",
    "task:privacy.carry_out_weakenings",
    "task:privacy.lift_restrictions",
    "task:privacy.review_remainders",
    "task:privacy.settle_journal",
)
decides_nothing(
    _("Counts or reminds only."),
    "job:retention.forecast",
    "job:retention.preview",
    "job:retention.trial",
    "task:privacy.forecast_retention",
    "task:privacy.remind_of_reviews",
    "task:privacy.remind_recipients",
    "task:privacy.send_canary",
    "task:privacy.watch_deadlines",
)
decides_nothing(_("Technical tidying."), "task:privacy.delete_old_mail")
