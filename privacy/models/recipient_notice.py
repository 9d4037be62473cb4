"""What a recipient was told of a right that was carried out (Art. 19)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.law.parameters import number
from registry.references import new_reference
from registry.validators import validate_free_text

from .case import Case
from .recipient import Recipient


def notice_reference() -> str:
    """Reference of a notice to a recipient (I as in ilmoitus)."""
    return new_reference("I")


class NoticeAct(models.TextChoices):
    """What was done to the data, in the words of Art. 19."""

    RECTIFICATION = "rectification", _("Rectification")
    ERASURE = "erasure", _("Erasure")
    RESTRICTION = "restriction", _("Restriction of processing")


class RecipientAnswer(models.TextChoices):
    """What the recipient says by its link. Closed words: none can name the person."""

    NONE = "", _("No answer yet")
    DONE = "done", _("Done in our systems too")
    NOT_HELD = "not_held", _("We hold no such data")
    BY_STAFF = "by_staff", _("Answered another way")


class NotToldGround(models.TextChoices):
    """The two exceptions of Art. 19; a named human writes down why."""

    NONE = "", _("Told, or to be told")
    IMPOSSIBLE = "impossible", _("Telling proves impossible")
    DISPROPORTIONATE = "disproportionate", _("Telling involves disproportionate effort")


class RecipientNoticeQuerySet(models.QuerySet["RecipientNotice"]):
    """Reads as phrases."""

    def open(self) -> RecipientNoticeQuerySet:
        """Neither answered nor excused."""
        return self.filter(acknowledged_at=None, not_told_ground="")

    def unsent(self) -> RecipientNoticeQuerySet:
        """Somebody must act: no address, or the mail was given up."""
        return (
            self.open()
            .filter(told_at=None)
            .filter(Q(mail_id=None) | ~Q(failed_at=None))
        )

    def on_the_way(self) -> RecipientNoticeQuerySet:
        """The message is in the queue: not accepted, not given up."""
        return self.filter(told_at=None, failed_at=None).exclude(mail_id=None)

    def waiting(self) -> RecipientNoticeQuerySet:
        """Told, and no answer yet."""
        return self.open().exclude(told_at=None)

    def silent(self, now: datetime) -> RecipientNoticeQuerySet:
        """Told so long ago that the last reminder has been due too."""
        days = number("recipient_second_reminder_days")
        return self.waiting().filter(told_at__lte=now - timedelta(days=days))

    def to_mend(self, now: datetime) -> RecipientNoticeQuerySet:
        """Whatever is red: unsent or silent."""
        return self.filter(
            Q(pk__in=self.unsent().values("pk"))
            | Q(pk__in=self.silent(now).values("pk"))
        )


class RecipientNotice(models.Model):
    """One recipient, told once of one act. Names of fields, never values.

    The words that let the recipient find the person live in the mail queue until
    accepted. ``person_id`` is a plain number, blanked when she is erased; the row stays
    with its case as the proof.
    """

    reference = models.CharField(
        _("reference"), max_length=12, unique=True, default=notice_reference
    )
    recipient = models.ForeignKey(
        Recipient,
        models.PROTECT,
        related_name="notices",
        verbose_name=_("recipient"),
    )
    case = models.ForeignKey(
        Case,
        models.CASCADE,
        null=True,
        related_name="recipient_notices",
        verbose_name=_("request"),
    )
    person_id = models.BigIntegerField(_("person"), null=True)
    act = models.CharField(_("what was done"), max_length=13, choices=NoticeAct)
    changes = ArrayField(
        models.CharField(max_length=120),
        verbose_name=_("fields"),
        default=list,
        blank=True,
    )
    created_at = models.DateTimeField(_("due since"), auto_now_add=True)
    mail_id = models.BigIntegerField(null=True)
    told_at = models.DateTimeField(_("told"), null=True)
    failed_at = models.DateTimeField(_("not delivered"), null=True)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)
    reminded_at = models.DateTimeField(_("last reminder"), null=True)
    answer = models.CharField(
        _("answer"), max_length=8, choices=RecipientAnswer, blank=True, default=""
    )
    acknowledged_at = models.DateTimeField(_("answered"), null=True)
    evidence = models.TextField(
        _("evidence"), max_length=2000, blank=True, validators=[validate_free_text]
    )
    not_told_ground = models.CharField(
        _("not told because"),
        max_length=16,
        choices=NotToldGround,
        blank=True,
        default="",
    )
    not_told_reason = models.TextField(
        _("reason for not telling"),
        max_length=2000,
        blank=True,
        validators=[validate_free_text],
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("written down by"),
    )

    objects = RecipientNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice to a recipient")
        verbose_name_plural = _("notices to recipients")
        indexes = [
            models.Index(fields=["mail_id"], name="recipient_notice_mail"),
            models.Index(fields=["person_id"], name="recipient_notice_person"),
            models.Index(fields=["-created_at", "-id"], name="recipient_notice_new"),
            models.Index(
                fields=["told_at"],
                condition=Q(acknowledged_at=None, not_told_ground=""),
                name="recipient_notice_open",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(act__in=NoticeAct.values), name="recipient_notice_act"
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, answer="")
                | Q(acknowledged_at__isnull=False) & ~Q(answer=""),
                name="recipient_notice_answered_with_answer",
            ),
            models.CheckConstraint(
                condition=Q(not_told_ground="", not_told_reason="")
                | Q(
                    not_told_ground__in=["impossible", "disproportionate"],
                    settled_by__isnull=False,
                )
                & (~Q(not_told_reason="") | Q(person_id=None)),
                name="recipient_notice_excused_by_a_human",
                violation_error_message=_("Give the reasons."),
            ),
            models.CheckConstraint(
                condition=~Q(answer="by_staff")
                | Q(settled_by__isnull=False) & (~Q(evidence="") | Q(person_id=None)),
                name="recipient_notice_evidence",
            ),
            models.UniqueConstraint(
                fields=["case", "recipient", "act"], name="recipient_told_once_a_case"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        """Neither answered nor excused."""
        return self.acknowledged_at is None and not self.not_told_ground

    @property
    def subjects(self) -> list[tuple[str, int]]:
        """Whom an entry of the audit trail is about."""
        keys = {
            "recipient": self.recipient_id,
            "case": self.case_id,
            "person": self.person_id,
        }
        return [(kind, key) for kind, key in keys.items() if key]
