"""Who is told of a right that is carried out, on the pages of its case (Art. 19)."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from privacy.models import Case, NoticeAct
from privacy.models.case_choices import CaseKind
from privacy.parts import Part, Place, case_part
from privacy.services.recipients import recipients_with

from .states import dress

ACTS = {
    CaseKind.RECTIFICATION: NoticeAct.RECTIFICATION,
    CaseKind.ERASURE: NoticeAct.ERASURE,
    CaseKind.RESTRICTION: NoticeAct.RESTRICTION,
}


@case_part(Place.SIDE, order=60)
def recipients_of_case(_request: HttpRequest, case: Case) -> Part | None:
    """Before the decision: whom it will be told, and who has no address. After: each
    notice with its state."""
    notices = list(case.recipient_notices.select_related("recipient").order_by("pk"))
    if CaseKind(case.kind) not in ACTS and not notices:
        return None
    coming = []
    if not case.is_closed and case.person_id:
        told = {notice.recipient_id for notice in notices}
        got = recipients_with(case.person_id)
        coming = [recipient for recipient, _some in got if recipient.pk not in told]
    now = timezone.now()
    return Part(
        "privacy/desk/_recipients.html",
        {
            "notices": [dress(notice, now) for notice in notices],
            "coming": coming,
            "nameless": [one for one in coming if not one.privacy_email],
            "is_closed": case.is_closed,
        },
    )


@case_part(Place.PUBLIC, order=60)
def recipients_for_the_person(_request: HttpRequest, case: Case) -> Part | None:
    """Art. 19, second sentence: she is told who those recipients are."""
    notices = list(case.recipient_notices.select_related("recipient").order_by("pk"))
    if not notices:
        return None
    return Part("privacy/request/_recipients.html", {"notices": notices})
