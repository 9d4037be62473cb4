"""Consents, objections, restrictions, holds, disclosures, notices: legal facts about a
person. They go with her; what must outlive her is the suppression digest alone."""

from django.utils.translation import gettext_lazy as _

from privacy.models import (
    ConsentEvent,
    Disclosure,
    HoldReminder,
    HoldReview,
    LegalHold,
    Lifting,
    NoticeDelivery,
    Objection,
    ObjectionAssessment,
    Restriction,
    Suppression,
    Weakening,
)
from registry.seams.personal_data import (
    ALL_ROLES,
    PRIVACY_ROLES,
    Category,
    Datum,
    Obligation,
    OnErasure,
    Origin,
    Purpose,
    RetentionRule,
    datum,
    holding,
)

ROW = {
    "id": "key",
    "person": "link",
    "created_at": "when the row was written",
    "recorded_by": "staff member: employment data, not the register's",
}
STAFF = "staff member: employment data, not the register's"


def fact(
    *,
    retention: RetentionRule = RetentionRule.RIGHTS,
    words: bool = False,
    private: bool = False,
    export_as: str = "",
) -> Datum:
    """A datum of the category «consents, objections and requests» (law sheet S13).

    words: free text. private: seen by the officer and the auditor only.
    """
    return datum(
        category=Category.RIGHTS,
        purpose=Purpose.RIGHTS,
        retention=retention,
        on_erasure=OnErasure.DELETE_ROW,
        origin=Origin.OBSERVED,
        obligation=Obligation.VOLUNTARY,
        free_text=words,
        speaks_of_others=words,
        export_as=export_as,
        roles=PRIVACY_ROLES if private else ALL_ROLES,
    )


holding(
    "consents",
    model=ConsentEvent,
    person_path="person",
    label=_("Consents"),
    fields={
        "purpose": fact(),
        "channel": fact(),
        "topic": fact(),
        "action": fact(),
        "at": fact(),
        "text_version": fact(),
        "text_sha256": fact(),
        "place": fact(),
        "evidence": fact(words=True),
    },
    technical=ROW,
    clock="at",
)
holding(
    "objections",
    model=Objection,
    person_path="person",
    label=_("Objections"),
    fields={
        "kind": fact(retention=RetentionRule.PROOF),
        "scope": fact(retention=RetentionRule.PROOF),
        "grounds": fact(retention=RetentionRule.PROOF, words=True),
        "received_at": fact(retention=RetentionRule.PROOF),
        "place": fact(retention=RetentionRule.PROOF),
        "decision": fact(retention=RetentionRule.PROOF),
        "decision_reason": fact(retention=RetentionRule.PROOF, words=True),
        "decided_at": fact(retention=RetentionRule.PROOF),
    },
    technical={
        **ROW,
        "company": "the company that prohibits marketing, where it is not a person",
        "case_id": "number of the request it came by",
        "decided_by": STAFF,
    },
    clock="received_at",
)
holding(
    "objection_assessments",
    model=ObjectionAssessment,
    person_path="objection__person",
    label=_("What was decided of objections"),
    fields={
        "activity": fact(retention=RetentionRule.PROOF, export_as="activity__slug"),
        "balancing_test": fact(
            retention=RetentionRule.PROOF, export_as="balancing_test__version"
        ),
        "decision": fact(retention=RetentionRule.PROOF),
        "ground": fact(retention=RetentionRule.PROOF),
        "grounds": fact(retention=RetentionRule.PROOF, words=True),
        "decided_at": fact(retention=RetentionRule.PROOF),
    },
    technical={"id": "key", "objection": "link to the objection", "decided_by": STAFF},
    clock="decided_at",
)
holding(
    "restrictions",
    model=Restriction,
    person_path="person",
    label=_("Restrictions of processing"),
    fields={
        "ground": fact(private=True),
        "reason": fact(words=True, private=True),
        "fields": fact(private=True),
        "opened_at": fact(private=True),
        "informed_before_lift_at": fact(private=True),
        "lifted_at": fact(private=True),
        "lift_reason": fact(words=True, private=True),
    },
    technical={
        **ROW,
        "case_id": "number of the request that opened it",
        "lifted_by": STAFF,
    },
    clock="lifted_at",
)
holding(
    "restriction_liftings",
    model=Lifting,
    person_path="restriction__person",
    label=_("Liftings of restrictions"),
    fields={
        "reason": fact(words=True, private=True),
        "begun_at": fact(private=True),
        "language": fact(private=True),
        "told_at": fact(private=True),
        "told_by": fact(private=True),
        "undeliverable_at": fact(private=True),
        "called_off_at": fact(private=True),
    },
    technical={
        "id": "key",
        "restriction": "link to the restriction",
        "created_at": "when the row was written",
        "recorded_by": STAFF,
        "mail_id": "number of the letter in the queue",
        "text_sha256": "what the letter said, as a digest",
    },
    clock="begun_at",
)
holding(
    "legal_holds",
    model=LegalHold,
    person_path="person",
    label=_("Legal holds"),
    fields={
        "reason": fact(words=True, private=True),
        "from_on": fact(private=True),
        "until_on": fact(private=True),
        "opened_at": fact(private=True),
        "review_by": fact(private=True),
        "released_at": fact(private=True),
        "release_reason": fact(words=True, private=True),
    },
    technical={
        **ROW,
        "company": "the company whose matter is held, where it is not a person",
        "order": "the order whose matter is held, where it is not a person",
        "owner": STAFF,
        "released_by": STAFF,
    },
    clock="released_at",
)
holding(
    "hold_reviews",
    model=HoldReview,
    person_path="hold__person",
    label=_("Reviews of legal holds"),
    fields={
        "at": fact(private=True),
        "reason": fact(words=True, private=True),
        "next_review_by": fact(private=True),
    },
    technical={
        "id": "key",
        "hold": "link to the hold",
        "created_at": "when the row was written",
        "recorded_by": STAFF,
    },
    clock="at",
)
holding(
    "hold_reminders",
    model=HoldReminder,
    person_path="hold__person",
    label=_("Reminders of reviews of legal holds"),
    fields={
        "review_by": fact(private=True),
        "days_before": fact(private=True),
        "sent_at": fact(private=True),
    },
    technical={"id": "key", "hold": "link to the hold"},
    clock="sent_at",
)
holding(
    "weakenings",
    model=Weakening,
    person_path="hold__person",
    label=_("Releases of legal holds, asked for and decided"),
    fields={
        "reason": fact(words=True, private=True),
        "requested_at": fact(private=True),
        "confirmed_at": fact(private=True),
        "effective_at": fact(private=True),
        "carried_out_at": fact(private=True),
        "withdrawn_at": fact(private=True),
        "withdrawal_reason": fact(words=True, private=True),
    },
    technical={
        "id": "key",
        "kind": "what is weakened: a hold, or a rule about nobody in particular",
        "subject_ref": "key of the hold or rule",
        "hold": "link to the hold",
        "requested_by": STAFF,
        "confirmed_by": STAFF,
        "withdrawn_by": STAFF,
    },
    clock="requested_at",
)
holding(
    "disclosures",
    model=Disclosure,
    person_path="person",
    label=_("Disclosures to recipients"),
    fields={
        "recipient": fact(retention=RetentionRule.PROOF, export_as="recipient__name"),
        "at": fact(retention=RetentionRule.PROOF),
        "categories": fact(retention=RetentionRule.PROOF),
        "purpose": fact(retention=RetentionRule.PROOF),
        "ground": fact(retention=RetentionRule.PROOF),
    },
    technical=ROW,
    clock="at",
)
holding(
    "notices",
    model=NoticeDelivery,
    person_path="person",
    label=_("Deliveries of the privacy notice"),
    fields={
        "version": fact(retention=RetentionRule.PROOF, export_as="version__number"),
        "language": fact(retention=RetentionRule.PROOF),
        "way": fact(retention=RetentionRule.PROOF),
        "at": fact(retention=RetentionRule.PROOF),
        "message_ref": fact(retention=RetentionRule.PROOF),
    },
    technical=ROW,
    clock="at",
)


def remembered() -> Datum:
    """A datum of the suppression list: kept when the person is erased, so that she
    stays forgotten (law sheet C.5)."""
    return datum(
        category=Category.RIGHTS,
        purpose=Purpose.RIGHTS,
        retention=RetentionRule.PROOF,
        on_erasure=OnErasure.KEEP_UNTIL_STATUTE,
        exported=False,
        origin=Origin.DERIVED,
        obligation=Obligation.LAW,
    )


holding(
    "suppressions",
    model=Suppression,
    person_path="",
    mentions_only=True,
    label=_("Suppressed addresses"),
    fields={
        "digest": remembered(),
        "kind": remembered(),
        "purpose": remembered(),
        "scope": remembered(),
        "reason": remembered(),
        "since": remembered(),
    },
    technical={"id": "key", "key_version": "which key made the digest"},
    clock="since",
)
