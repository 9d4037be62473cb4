"""A data subject request."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Case as CaseExpression
from django.db.models import Q, When
from django.utils.translation import gettext_lazy as _

from registry.choices import Language
from registry.models.held import HoldPaths, day_of, stay_while_held
from registry.references import new_reference
from registry.validators import validate_free_text

from .case_choices import (
    AT_ONCE_KINDS,
    CaseBlock,
    CaseChannel,
    CaseKind,
    CaseOutcome,
    CaseState,
    ClockState,
    IdentityMethod,
    RefusalGround,
)

WEAK_WHERE_SHARED = (
    IdentityMethod.NONE,
    IdentityMethod.ADDRESS,
    IdentityMethod.CODE_ONLY,
)
"""What does not say which user of a shared address asks (C.1); the database knows."""


def case_reference() -> str:
    """Reference of a case (T as in tietopyyntö)."""
    return new_reference("T")


PENDING = (CaseState.OPEN, CaseState.SECOND, CaseState.APPROVED)


class CaseQuerySet(models.QuerySet["Case"]):
    """Reads about requests as phrases."""

    def pending(self) -> CaseQuerySet:
        """Confirmed and not closed: the clock runs."""
        return self.filter(state__in=PENDING)

    def overdue(self, on: date) -> CaseQuerySet:
        """Pending past the last lawful day, and the clock does not stand."""
        late = self.pending().filter(legal_due__lt=on)
        return late.exclude(clock_state=ClockState.PAUSED)

    def by_days_left(self) -> CaseQuerySet:
        """What is due first stands first; closed ones last, newest first."""
        return self.order_by(
            CaseExpression(When(state=CaseState.CLOSED, then=1), default=0),
            "legal_due",
            "-pk",
        )


class Case(models.Model):
    """One request of one person, from receipt to proof (Art. 12).

    ``received_at`` is the instant it reached us, ``received_on`` its day in Finland,
    from which the month counts, confirmed or not. The four due days and the state of the
    clock are written by ``refresh_deadline`` only; while the clock stands, ``legal_due``
    is the day that ignores the pause. ``person_id`` is a plain number: the
    row proves the case after the person is gone. E-mail, name and details are blanked
    when an erasure is carried out.
    """

    reference = models.CharField(
        _("reference"), max_length=12, unique=True, default=case_reference
    )
    kind = models.CharField(_("right"), max_length=20, choices=CaseKind)
    channel = models.CharField(
        _("channel"), max_length=8, choices=CaseChannel, default=CaseChannel.WEB_FORM
    )
    state = models.CharField(
        _("state"),
        max_length=11,
        choices=CaseState,
        default=CaseState.UNCONFIRMED,
    )
    outcome = models.CharField(
        _("outcome"), max_length=9, choices=CaseOutcome, blank=True, default=""
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    name = models.CharField(
        _("name"), max_length=200, blank=True, validators=[validate_free_text]
    )
    details = models.TextField(
        _("details"), blank=True, max_length=4000, validators=[validate_free_text]
    )
    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=Language.FI
    )
    received_at = models.DateTimeField(_("received"))
    received_on = models.DateField(_("day of receipt"))
    legal_due = models.DateField(_("last lawful day"))
    target_due = models.DateField(_("target day"))
    strict_due = models.DateField(_("last lawful day without a pause"))
    refusal_due = models.DateField(_("last day for a refusal"))
    clock_state = models.CharField(
        _("clock"), max_length=8, choices=ClockState, default=ClockState.RUNNING
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    identity_method = models.CharField(
        _("identity shown by"),
        max_length=9,
        choices=IdentityMethod,
        blank=True,
        default="",
    )
    identity_shown_at = models.DateTimeField(_("identity shown"), null=True, blank=True)
    identity_note = models.CharField(
        _("how identity was shown"),
        max_length=500,
        blank=True,
        validators=[validate_free_text],
    )
    address_shared = models.BooleanField(
        _("shared or role address"), default=False, editable=False
    )
    person_id = models.BigIntegerField(_("person"), null=True, blank=True)
    follows_id = models.BigIntegerField(_("follows from"), null=True, blank=True)
    suppress = models.BooleanField(_("keep off lists from now on"), default=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decision_reason = models.TextField(
        _("reason"), blank=True, max_length=4000, validators=[validate_free_text]
    )
    abuse_evidence = models.TextField(
        _("evidence of abuse"),
        blank=True,
        max_length=4000,
        validators=[validate_free_text],
    )
    refusal_ground = models.CharField(
        _("ground in law"),
        max_length=16,
        choices=RefusalGround,
        blank=True,
        default="",
    )
    needs_second = models.BooleanField(_("needs a second person"), default=False)
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("second person"),
    )
    second_at = models.DateTimeField(_("agreed or refused"), null=True, blank=True)
    second_reason = models.TextField(
        _("why the second person did not agree"),
        blank=True,
        max_length=2000,
        validators=[validate_free_text],
    )
    plan_digest = models.CharField(
        _("digest of the approved plan"), max_length=64, blank=True
    )
    block = models.CharField(
        _("stopped because"), max_length=12, choices=CaseBlock, blank=True, default=""
    )
    executed_at = models.DateTimeField(_("carried out"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True, editable=False)

    objects = CaseQuerySet.as_manager()

    hold_paths = HoldPaths(persons=("person_id",), day="received_at")

    class Meta:
        verbose_name = _("data subject request")
        verbose_name_plural = _("data subject requests")
        permissions = [
            ("decide_case", _("Can decide data subject requests")),
            ("take_case", _("Can take data subject requests down")),
        ]
        indexes = [
            models.Index(
                fields=["legal_due", "id"],
                condition=Q(state__in=["open", "second", "approved"]),
                name="case_pending",
            ),
            models.Index(fields=["state", "received_at"], name="case_state"),
            models.Index(fields=["person_id", "received_at"], name="case_person"),
            models.Index(fields=["email", "received_at"], name="case_email"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CaseState.CLOSED, closed_at__isnull=False)
                & ~Q(outcome="")
                | ~Q(state=CaseState.CLOSED) & Q(closed_at=None, outcome=""),
                name="case_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=CaseOutcome.REFUSED)
                | Q(refusal_ground__in=RefusalGround.values)
                & (~Q(decision_reason="") | Q(person_id=None, email="")),
                name="case_refused_with_ground_and_reason",
                violation_error_message=_("A refusal needs a ground and a reason."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[CaseState.SECOND, CaseState.APPROVED])
                | ~Q(plan_digest=""),
                name="case_approved_with_plan",
            ),
            models.CheckConstraint(
                condition=Q(address_shared=False)
                | Q(kind__in=AT_ONCE_KINDS)
                | ~Q(identity_method__in=WEAK_WHERE_SHARED)
                | ~Q(state=CaseState.APPROVED)
                & ~Q(outcome__in=[CaseOutcome.GRANTED, CaseOutcome.PARTLY]),
                name="case_shared_address_proves_nobody",
                violation_error_message=_(
                    "The address is shared: find out which of its users asks."
                ),
            ),
            models.CheckConstraint(
                condition=Q(needs_second=False)
                | ~Q(state=CaseState.APPROVED)
                | Q(second_by__isnull=False, decided_by__isnull=False)
                & ~Q(second_by=models.F("decided_by")),
                name="case_approved_by_two_people",
                violation_error_message=_("Another person must confirm this."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=CaseKind.values), name="case_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.UNCONFIRMED)
                | Q(confirmed_at__isnull=False),
                name="case_open_after_confirmation",
            ),
        ]
        triggers = stay_while_held(persons=["r.person_id"], day=day_of("r.received_at"))

    def __str__(self) -> str:
        return self.reference

    @property
    def is_closed(self) -> bool:
        """Nothing more will be done."""
        return self.state == CaseState.CLOSED

    def days_left(self, on: date) -> int:
        """Days to the last lawful day; negative when it has passed."""
        return (self.legal_due - on).days

    @property
    def is_paused(self) -> bool:
        """The clock stands: the person has been asked who she is."""
        return self.clock_state == ClockState.PAUSED

    def is_overdue(self, on: date) -> bool:
        """Not answered, and the last lawful day has passed."""
        return not self.is_closed and not self.is_paused and self.legal_due < on


class CaseCandidate(models.Model):
    """A person whose address on file is the one that confirmed the request.

    Several holders of one address: the officer chooses, no match acts by itself.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="candidates")
    person_id = models.BigIntegerField(_("person"))

    class Meta:
        verbose_name = _("holder of the address")
        verbose_name_plural = _("holders of the address")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person_id"], name="case_candidate_once"
            )
        ]
        indexes = [models.Index(fields=["person_id"], name="case_candidate_person")]

    def __str__(self) -> str:
        return str(self.person_id)
