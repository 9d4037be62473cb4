"""Two further months: decided once, told with reasons, and only then in force."""

from __future__ import annotations

from datetime import datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.exceptions import DecisionIncomplete
from privacy.letters import send_letter
from privacy.models import Case, CaseExtension, CaseLetter, ExtensionGround, LetterKind
from privacy.models.case_choices import CaseState
from registry.law.deadlines import extend_deadline, request_deadline
from registry.models import Staff
from registry.seams.audit import record
from registry.seams.jobs import crash_point
from registry.validators import validate_free_text

from .deadline import refresh_deadline
from .links import issue_case_link
from .locking import lock_case, save_case


@transaction.atomic
def extend_case(
    *,
    actor: Staff,
    case_id: int,
    expected_version: int,
    ground: str,
    reason: str,
    added: str = "",
) -> CaseExtension:
    """Decide on two further months and write to the person why (Art. 12(3)).

    The time is not longer yet: it is once the notice has left us, if that is on or
    before the first last day. DecisionIncomplete without a reason, a second time, or
    when that day has passed. ``added``: a paragraph of the officer's own.
    """
    case = lock_case(
        case_id=case_id, states=[CaseState.OPEN], expected_version=expected_version
    )
    _refuse_unlawful(case, ground, reason)
    validate_free_text(reason)
    validate_free_text(added)
    letter = send_letter(
        case, LetterKind.EXTENSION, context=extension_words(case, ground, reason, added)
    )
    extension = CaseExtension.objects.create(
        case=case,
        ground=ground,
        reason=reason.strip(),
        decided_by=actor,
        decided_at=timezone.now(),
        letter=letter,
    )
    save_case(case)
    record(actor=actor, action="case.extension_decided", subjects=subjects(case))
    crash_point("extension.before_commit")
    return extension


def extension_words(
    case: Case, ground: str, reason: str, added: str = "", *, link: str = ""
) -> dict[str, object]:
    """What the letter of extension is filled with; a preview gives its own ``link``."""
    return {
        "ground": ground,
        "reason": reason.strip(),
        "added": added.strip(),
        "extended_due": request_deadline(case.received_on).extended_due,
        "link": link or issue_case_link(case),
    }


@transaction.atomic
def note_notice_sent(letter: CaseLetter) -> None:
    """The notice has left us: now the law says whether the time is longer."""
    sent_at = letter.accepted_at or _noon_of_posting(letter)
    if sent_at is None:
        return
    case = Case.objects.select_for_update().get(pk=letter.case_id)
    row = CaseExtension.objects.filter(case=case, notice_sent_at=None).first()
    if row is None:
        return
    row.notice_sent_at = sent_at
    row.save(update_fields=["notice_sent_at"])
    refresh_deadline(case)
    if row.is_valid:
        record(actor=None, action="case.extended", subjects=subjects(case))
    else:
        record(actor=None, action="case.extension_late", subjects=subjects(case))


def subjects(case: Case) -> list[tuple[str, int]]:
    """Whom an entry of the audit trail about this case is about."""
    persons = [("person", case.person_id)] if case.person_id else []
    return [("case", case.pk), *persons]


def _noon_of_posting(letter: CaseLetter) -> datetime | None:
    if letter.posted_on is None:
        return None
    return timezone.make_aware(datetime.combine(letter.posted_on, time(12)))


def _refuse_unlawful(case: Case, ground: str, reason: str) -> None:
    if CaseExtension.objects.filter(case=case).exists():
        raise DecisionIncomplete(_("The time is extended once only."))
    if ground not in ExtensionGround.values or not reason.strip():
        raise DecisionIncomplete(_("An extension needs a ground and a reason."))
    verdict = extend_deadline(
        received_on=case.received_on,
        notice_sent_on=timezone.localdate(),
        reason=reason,
    )
    if not verdict.valid:
        raise DecisionIncomplete(
            _("The first month is over: the time can no longer be extended.")
        )
