"""Requests of data subjects: the words go with the person, the proof stays."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from privacy.models import (
    Case,
    CaseCandidate,
    CaseExtension,
    CaseLetter,
    CaseMessage,
    CaseReminder,
    HeldRemainder,
    IdentityQuestion,
    MentionReview,
    PlanChange,
    RecipientNotice,
    RectificationItem,
    RestrictionChoice,
    RetentionLine,
    Statement,
    VoucherNote,
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

KEY = "key"
STAFF = "staff member: employment data, not the register's"
ROW = "bookkeeping of the row"

proof = partial(
    datum,
    category=Category.RIGHTS,
    purpose=Purpose.RIGHTS,
    retention=RetentionRule.RIGHTS,
    on_erasure=OnErasure.KEEP_UNTIL_STATUTE,
    origin=Origin.OBSERVED,
    roles=PRIVACY_ROLES,
)
words = partial(proof, on_erasure=OnErasure.BLANK, origin=Origin.PROVIDED)
told = partial(words, origin=Origin.DERIVED, free_text=True, speaks_of_others=True)
link = partial(proof, on_erasure=OnErasure.BLANK, exported=False)
stated = partial(
    datum,
    category=Category.CONTACTS,
    purpose=Purpose.RELATIONSHIP,
    retention=RetentionRule.NOTICE,
    on_erasure=OnErasure.DELETE_ROW,
    origin=Origin.PROVIDED,
)
gone = partial(proof, on_erasure=OnErasure.DELETE_ROW, exported=False)

holding(
    "cases",
    model=Case,
    person_path="person_id",
    label=_("Data subject requests"),
    clock="closed_at",
    fields={
        "reference": proof(),
        "kind": proof(),
        "channel": proof(),
        "state": proof(),
        "outcome": proof(),
        "email": words(identifier=True),
        "name": words(identifier=True, free_text=True),
        "details": words(free_text=True, speaks_of_others=True),
        "language": proof(),
        "received_at": proof(),
        "legal_due": proof(),
        "identity_method": proof(),
        "identity_shown_at": proof(),
        "identity_note": words(
            origin=Origin.OBSERVED, free_text=True, speaks_of_others=True
        ),
        "address_shared": proof(),
        "person_id": link(),
        "suppress": proof(),
        "decided_at": proof(),
        "decision_reason": words(
            origin=Origin.OBSERVED, free_text=True, speaks_of_others=True
        ),
        "abuse_evidence": words(
            origin=Origin.OBSERVED, free_text=True, speaks_of_others=True
        ),
        "second_reason": words(
            origin=Origin.OBSERVED, free_text=True, speaks_of_others=True
        ),
        "refusal_ground": proof(),
        "closed_at": proof(),
    },
    technical={
        "id": KEY,
        "received_on": "local day of received_at",
        "target_due": "our own goal",
        "strict_due": "follows from the day of receipt",
        "refusal_due": "follows from the day of receipt",
        "clock_state": "how the time runs",
        "confirmed_at": ROW,
        "decided_by": STAFF,
        "follows_id": "number of the request that this one follows from",
        "needs_second": ROW,
        "second_by": STAFF,
        "second_at": ROW,
        "plan_digest": "digest of counts",
        "block": ROW,
        "executed_at": ROW,
        "version": ROW,
        "created_at": ROW,
        "updated_at": ROW,
    },
)
holding(
    "case_candidates",
    model=CaseCandidate,
    person_path="person_id",
    label=_("Requests from an address that the person holds"),
    fields={"person_id": gone()},
    technical={"id": KEY, "case": "link"},
)
holding(
    "case_letters",
    model=CaseLetter,
    person_path="case__person_id",
    label=_("Letters about requests"),
    fields={
        "kind": proof(),
        "language": proof(),
        "subject": told(),
        "text": told(),
        "queued_at": proof(),
        "accepted_at": proof(),
        "given_up_at": proof(),
        "posted_on": proof(),
        "retry_reason": told(exported=False),
        "dropped_at": proof(),
        "drop_reason": told(exported=False),
    },
    technical={
        "id": KEY,
        "case": "link",
        "act": "what it belongs to",
        "mail_id": "link to the queue",
        "text_sha256": "digest of the letter, not its words",
        "retry_of": "the letter that did not arrive",
        "posted_by": STAFF,
        "dropped_by": STAFF,
    },
)
holding(
    "identity_questions",
    model=IdentityQuestion,
    person_path="case__person_id",
    label=_("Questions about identity"),
    fields={
        "doubts": words(origin=Origin.OBSERVED, free_text=True, speaks_of_others=True),
        "asked_at": proof(),
        "answered_at": proof(),
        "answer_method": proof(),
        "reminded_at": proof(),
        "closed_at": proof(),
    },
    technical={"id": KEY, "case": "link", "asked_by": STAFF},
)
holding(
    "case_extensions",
    model=CaseExtension,
    person_path="case__person_id",
    label=_("Extensions of the time to answer"),
    fields={
        "ground": proof(),
        "reason": words(origin=Origin.OBSERVED, free_text=True, speaks_of_others=True),
        "decided_at": proof(),
        "notice_sent_at": proof(),
    },
    technical={"id": KEY, "case": "link", "decided_by": STAFF, "letter": "link"},
)
holding(
    "restriction_choices",
    model=RestrictionChoice,
    person_path="case__person_id",
    label=_("Choices of what is restricted"),
    fields={
        "ground": proof(),
        "fields": proof(),
        "reason": words(origin=Origin.OBSERVED, free_text=True, speaks_of_others=True),
        "chosen_at": proof(),
    },
    technical={"id": KEY, "case": "link", "chosen_by": STAFF},
)
holding(
    "case_messages",
    model=CaseMessage,
    person_path="case__person_id",
    label=_("Messages about requests"),
    fields={
        "from_person": proof(),
        "text": words(free_text=True, speaks_of_others=True),
        "created_at": proof(),
    },
    technical={
        "id": KEY,
        "case": "link",
        "author": STAFF,
        "read_at": ROW,
    },
)
holding(
    "case_reminders",
    model=CaseReminder,
    person_path="case__person_id",
    label=_("Reminders of requests"),
    fields={"legal_due": proof(), "days_before": proof(), "sent_at": proof()},
    technical={"id": KEY, "case": "link"},
)
holding(
    "mention_reviews",
    model=MentionReview,
    person_path="case__person_id",
    label=_("Places in other rows that speak of the person"),
    fields={
        "reason": proof(
            on_erasure=OnErasure.BLANK,
            retention=RetentionRule.SHORT,
            exported=False,
            free_text=True,
            speaks_of_others=True,
        ),
    },
    technical={
        "id": KEY,
        "case": "link",
        "holding_key": "which part of the map",
        "row_pk": "which row",
        "field": "which field",
        "whole_row": "whether the row goes as a whole",
        "choice": "the decision",
        "decided_by": STAFF,
        "decided_at": ROW,
    },
)
holding(
    "recipient_notices",
    model=RecipientNotice,
    person_path="person_id",
    label=_("Notices to recipients"),
    fields={
        "recipient": proof(export_as="recipient__name"),
        "act": proof(),
        "changes": proof(),
        "created_at": proof(),
        "told_at": proof(),
        "answer": proof(),
        "acknowledged_at": proof(),
        "not_told_ground": proof(),
        "person_id": link(),
        "evidence": words(
            origin=Origin.OBSERVED, free_text=True, speaks_of_others=True
        ),
        "not_told_reason": words(
            origin=Origin.OBSERVED, free_text=True, speaks_of_others=True
        ),
    },
    technical={
        "id": KEY,
        "reference": "random",
        "case": "link",
        "mail_id": "link to the queue",
        "failed_at": ROW,
        "reminders": ROW,
        "reminded_at": ROW,
        "settled_by": STAFF,
    },
)
holding(
    "rectifications",
    model=RectificationItem,
    person_path="case__person_id",
    label=_("Proposed corrections"),
    fields={
        "holding": proof(),
        "field": proof(),
        "proposed": words(free_text=True, speaks_of_others=True),
        "by_person": proof(),
        "decision": proof(),
        "reason": words(origin=Origin.OBSERVED, free_text=True, speaks_of_others=True),
        "statement": words(free_text=True, speaks_of_others=True),
        "decided_at": proof(),
        "applied_at": proof(),
        "created_at": proof(),
    },
    technical={
        "id": KEY,
        "case": "link",
        "row_pk": "which row",
        "decided_by": STAFF,
    },
)
holding(
    "statements",
    model=Statement,
    person_path="person",
    label=_("The person's own statements"),
    fields={
        "holding": stated(),
        "field": stated(),
        "text": stated(free_text=True, speaks_of_others=True),
        "made_on": stated(),
    },
    technical={
        "id": KEY,
        "person": "link to the person",
        "case_id": "the request it was made in",
        "row_pk": "which row",
    },
)
holding(
    "voucher_notes",
    model=VoucherNote,
    person_path="person_id",
    label=_("Notes to vouchers"),
    fields={
        "person_id": link(),
        "voucher_number": proof(),
        "changes": proof(),
        "written_at": proof(),
        "settled_at": proof(),
        "how": words(origin=Origin.OBSERVED, free_text=True, speaks_of_others=True),
    },
    technical={
        "id": KEY,
        "case": "link",
        "order_id": "which order",
        "settled_by": STAFF,
    },
)
planned = partial(gone, retention=RetentionRule.SHORT)
holding(
    "retention_lines",
    model=RetentionLine,
    person_path="person_id",
    label=_("Planned erasure by retention"),
    fields={
        "holding": planned(),
        "row_pk": planned(),
        "person_id": planned(),
        "due_on": planned(),
        "note": planned(),
    },
    technical={
        "id": KEY,
        "run": "link",
        "rule": "why the row is due",
        "state": "whether it is still to be done",
    },
)
holding(
    "plan_changes",
    model=PlanChange,
    person_path="case__person_id",
    label=_("Changes of plans by the officer"),
    fields={
        "reason": words(origin=Origin.OBSERVED, free_text=True, speaks_of_others=True),
    },
    technical={
        "id": KEY,
        "case": "link",
        "holding": "which part of the map",
        "before": "what the law proposed",
        "after": "what was decided",
        "ground": "ground in law",
        "until": "last day",
        "by": STAFF,
        "at": ROW,
        "withdrawn_at": ROW,
    },
)
holding(
    "held_remainders",
    model=HeldRemainder,
    person_path="person_id",
    label=_("What is still kept after an erasure"),
    clock="completed_at",
    fields={
        "person_id": link(),
        "duty": proof(),
        "ends_on": proof(),
        "review_when": proof(),
        "opened_at": proof(),
        "completed_at": proof(),
    },
    technical={
        "id": KEY,
        "case": "link",
        "holdings": "names of parts of the map",
        "rows": "keys of vouchers",
    },
)
