"""What becomes of rows past their last day: one function a kind of holding.

Each works in the caller's transaction on rows that were judged and locked, and says
what it did: {holding: {action: rows}}.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.utils import timezone

from privacy.erasure.journal import journal_persons
from privacy.models import (
    AccessPackage,
    Case,
    Certificate,
    ConsentEvent,
    HeldRemainder,
    LegalHold,
    Restriction,
)
from privacy.services.plan import is_volatile
from privacy.services.suppressions import remember_objectors
from registry.imports.services import forget_files_of
from registry.models import Order, OrderLine, RestrictedUse, Voucher
from registry.seams.audit import drop_month
from registry.seams.jobs import crash_point
from registry.seams.personal_data import (
    OnErasure,
    OutcomeLine,
    delete_rows,
    erase,
    keys_of,
    registry_of_holdings,
)
from registry.seams.personal_data.erasing import history_silent

from .deleting import delete_history, token_rows
from .locking import lock_shared_rows
from .past import LOG, PERSONS, VOUCHERS
from .past.logs import month_of


@dataclass(kw_only=True)
class Done:
    """What a batch did; ``files`` go after the commit."""

    rows: dict[str, Counter[str]] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)

    def add(self, holding: str, action: str, number: int) -> None:
        """So many rows more."""
        if number:
            self.rows.setdefault(holding, Counter())[str(action)] += number

    def add_lines(self, lines: Iterable[OutcomeLine]) -> None:
        """What the machinery of the map says it did, logs of use aside."""
        for line in lines:
            if not is_volatile(line.holding):
                self.add(line.holding, line.outcome, line.rows)

    def as_dict(self) -> dict[str, dict[str, int]]:
        """For JSON."""
        return {key: dict(actions) for key, actions in self.rows.items()}


Act = Callable[[Sequence[int], str, Done], None]


def act_on(*, holding: str, action: str, keys: Sequence[int], entry_id: str) -> Done:
    """Let these rows go. ``entry_id`` names the act in the erasure journal."""
    done = Done()
    if holding in SPECIAL:
        SPECIAL[holding](keys, entry_id, done)
    elif action == OnErasure.TOKEN:
        number = token_rows(registry_of_holdings[holding], keys)
        done.add(holding, OnErasure.TOKEN, number)
    else:
        done.add_lines(delete_rows(registry_of_holdings[holding], keys, on=_today()))
    return done


def erase_persons(keys: Sequence[int], entry_id: str, done: Done) -> None:
    """The persons with all that is theirs: journal first, then the register, then the
    files."""
    crash_point("retention.before_journal")
    journal_persons(
        entry_id=entry_id, why="retention", person_ids=keys, at=timezone.now()
    )
    crash_point("retention.after_journal")
    remember_objectors(person_ids=keys)
    lock_shared_rows(keys)
    done.files += forget_packages(Case.objects.filter(person_id__among=keys_of(keys)))
    done.files += forget_files_of(keys)
    done.add_lines(erase(keys, on=_today()))


def delete_vouchers(keys: Sequence[int], _entry_id: str, done: Done) -> None:
    """With the order where the buyer is gone: nothing else kept it."""
    found = Voucher.objects.filter(pk__in=keys)
    orders = list(found.values_list("order_id", flat=True))
    with history_silent():
        done.add(VOUCHERS, OnErasure.DELETE_ROW, found._raw_delete(found.db))
        orphans = Order.objects.filter(
            pk__in=orders, buyer_company=None, buyer_person=None
        )
        gone = list(orphans.values_list("pk", flat=True))
        lines = OrderLine.objects.filter(order__in=gone)
        delete_history(OrderLine, list(lines.values_list("pk", flat=True)))
        delete_history(Order, gone)
        done.add("purchase_lines", OnErasure.DELETE_ROW, lines._raw_delete(lines.db))
        done.add(
            "purchases",
            OnErasure.DELETE_ROW,
            Order.objects.filter(pk__in=gone).delete()[0],
        )


def delete_cases(keys: Sequence[int], _entry_id: str, done: Done) -> None:
    """The request with its certificate, letters, plans, reviews and packages. What is
    still kept of an erasure goes on without it."""
    cases = Case.objects.filter(pk__in=keys)
    over = HeldRemainder.objects.filter(case__in=cases).exclude(completed_at=None)
    done.add("held_remainders", OnErasure.DELETE_ROW, over.delete()[0])
    done.files += forget_packages(cases)
    certificates = Certificate.objects.filter(case__in=cases)
    done.add("certificates", OnErasure.DELETE_ROW, certificates.delete()[0])
    _total, by_model = cases.delete()
    for label, number in by_model.items():
        done.add(_CASE_PARTS.get(label, label.lower()), OnErasure.DELETE_ROW, number)


def delete_facts(holding: str) -> Act:
    """Legal facts have no history; the database checks that they are old enough."""

    def act(keys: Sequence[int], _entry_id: str, done: Done) -> None:
        rows = FACTS[holding]._default_manager.filter(pk__in=keys)
        done.add(holding, OnErasure.DELETE_ROW, rows.delete()[0])

    return act


def drop_log_months(keys: Sequence[int], _entry_id: str, done: Done) -> None:
    """Whole months of the log of use."""
    for key in keys:
        dropped = drop_month(month_of(key))
        done.add(LOG, OnErasure.DELETE_ROW, dropped.subjects)
        done.add("audit_entries", OnErasure.DELETE_ROW, dropped.entries)


def forget_packages(cases: object) -> list[Path]:
    """Note that the packages of these cases are deleted; their files, to be unlinked
    after the commit. A worker that dies in between leaves them to the hourly tidying."""
    packages = AccessPackage.objects.filter(case__in=cases, deleted_at=None)
    files = [package.path for package in packages]
    packages.update(deleted_at=timezone.now(), downloads_left=0)
    return files


def _today() -> date:
    return timezone.localdate()


FACTS = {
    "consents": ConsentEvent,
    "restrictions": Restriction,
    "restricted_uses": RestrictedUse,
    "legal_holds": LegalHold,
}
_CASE_PARTS = {
    "privacy.Case": "cases",
    "privacy.CaseCandidate": "case_candidates",
    "privacy.CaseExtension": "case_extensions",
    "privacy.CaseLetter": "case_letters",
    "privacy.CaseReminder": "case_reminders",
    "privacy.IdentityQuestion": "identity_questions",
    "privacy.RecipientNotice": "recipient_notices",
    "privacy.RectificationItem": "rectifications",
    "privacy.VoucherNote": "voucher_notes",
    "privacy.CaseMessage": "case_messages",
    "privacy.MentionReview": "mention_reviews",
    "privacy.PlanChange": "plan_changes",
    "privacy.CasePlan": "case_plans",
    "privacy.AccessPackage": "access_packages",
}
SPECIAL: dict[str, Act] = {
    PERSONS: erase_persons,
    VOUCHERS: delete_vouchers,
    "cases": delete_cases,
    LOG: drop_log_months,
    **{key: delete_facts(key) for key in FACTS},
}
