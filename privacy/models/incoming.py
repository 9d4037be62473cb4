"""Mail that reached us, from the pipe of the mail server until it is sorted."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.choices import Language
from registry.validators import validate_free_text

from .case import Case


class IncomingState(models.TextChoices):
    """Where the mail stands."""

    NEW = "new", _("Being sorted")
    UNCLEAR = "unclear", _("To be sorted by hand")
    SETTLED = "settled", _("Sorted")


class IncomingOutcome(models.TextChoices):
    """What became of it."""

    NONE = "", _("Not yet")
    CASE = "case", _("Data subject request")
    MESSAGE = "message", _("Message on a request")
    OPT_OUT = "opt_out", _("Marketing stopped")
    CONTACT = "contact", _("Contact written down")
    NO_REQUEST = "no_request", _("No request")
    BOUNCE = "bounce", _("Undeliverable letter of ours")
    AUTOMATIC = "automatic", _("Automatic reply")
    CANARY = "canary", _("Test of the mailbox")


class UnclearReason(models.TextChoices):
    """Why a human has to look at it."""

    NONE = "", _("Nothing")
    NO_RIGHT = "no_right", _("No right was recognised")
    OTHER_ADDRESS = "other", _("Names a request of another address")
    CASE_CLOSED = "closed", _("Answers a request that takes no messages")
    UNKNOWN = "unknown", _("The sender is not in the register")
    SHARED = "shared", _("Several people share the address")
    RESTRICTED = "restricted", _("Processing of the sender's data is restricted")
    NO_SENDER = "no_sender", _("No sender can be read")
    FAILED = "failed", _("Sorting failed")


class Mailbox(models.TextChoices):
    """Which of our mailboxes it was sent to."""

    GENERAL = "general", _("General mailbox")
    PRIVACY = "privacy", _("Mailbox for data protection")
    OPT_OUT = "opt_out", _("Unsubscribing")


class Automatic(models.TextChoices):
    """Mail that no human wrote: it is never answered (RFC 3834)."""

    NO = "", _("Written by a human")
    BOUNCE = "bounce", _("Report of non-delivery")
    REPLY = "reply", _("Automatic")


class IncomingMailQuerySet(models.QuerySet["IncomingMail"]):
    """Reads as phrases."""

    def unsorted(self) -> IncomingMailQuerySet:
        """Stored and not yet sorted: whoever did it may have been killed."""
        return self.filter(state=IncomingState.NEW)

    def unclear(self) -> IncomingMailQuerySet:
        """Waiting for a human."""
        return self.filter(state=IncomingState.UNCLEAR)

    def older_than(self, instant: datetime) -> IncomingMailQuerySet:
        """That reached us before."""
        return self.filter(received_at__lt=instant)


class IncomingMail(models.Model):
    """One mail, written before anything is checked.

    Sender, subject, text and names of attachments stay until it is sorted and are
    blanked with it; the database refuses a sorted row that still has them.
    ``message_key`` is a digest by which the same mail is taken once. ``error`` is the
    name of a type, never a text.
    """

    message_key = models.CharField(max_length=64, unique=True, editable=False)
    received_at = models.DateTimeField(_("received"))
    state = models.CharField(
        _("state"), max_length=8, choices=IncomingState, default=IncomingState.NEW
    )
    outcome = models.CharField(
        _("what became of it"),
        max_length=10,
        choices=IncomingOutcome,
        blank=True,
        default="",
    )
    unclear_because = models.CharField(
        _("to be looked at because"),
        max_length=10,
        choices=UnclearReason,
        blank=True,
        default="",
    )
    sender = models.CharField(_("from"), max_length=254, blank=True)
    sender_name = models.CharField(_("sender's name"), max_length=200, blank=True)
    subject = models.CharField(_("subject"), max_length=255, blank=True)
    text = models.TextField(_("text"), blank=True)
    attachments = models.JSONField(_("attachments"), default=list)
    answers = models.TextField(blank=True)
    mailbox = models.CharField(
        _("mailbox"), max_length=8, choices=Mailbox, default=Mailbox.GENERAL
    )
    automatic = models.CharField(
        max_length=6, choices=Automatic, blank=True, default=""
    )
    status_code = models.CharField(max_length=12, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=Language.FI
    )
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    cut = models.BooleanField(_("too long, the rest was left out"), default=False)
    person_id = models.BigIntegerField(_("person"), null=True, blank=True)
    case = models.ForeignKey(
        Case,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="incoming_mail",
        verbose_name=_("data subject request"),
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=60, blank=True)
    sorted_at = models.DateTimeField(_("sorted"), null=True, blank=True)
    sorted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sorted by"),
    )
    note = models.TextField(
        _("reason"), blank=True, max_length=2000, validators=[validate_free_text]
    )

    objects = IncomingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("incoming mail")
        verbose_name_plural = _("incoming mail")
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="incoming_newest"),
            models.Index(
                fields=["received_at", "id"],
                condition=~Q(state="settled"),
                name="incoming_open",
            ),
            models.Index(fields=["person_id"], name="incoming_person"),
            GinIndex(
                OpClass("sender", name="gin_trgm_ops"),
                OpClass("sender_name", name="gin_trgm_ops"),
                OpClass("subject", name="gin_trgm_ops"),
                OpClass("text", name="gin_trgm_ops"),
                name="incoming_words",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=IncomingState.SETTLED)
                | Q(
                    sorted_at__isnull=False,
                    sender="",
                    sender_name="",
                    subject="",
                    text="",
                    answers="",
                    attachments=[],
                )
                & ~Q(outcome=""),
                name="incoming_settled_is_blank",
            ),
            models.CheckConstraint(
                condition=Q(state=IncomingState.SETTLED)
                | Q(outcome="", sorted_at=None),
                name="incoming_open_has_no_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.pk}"

    @property
    def own_words(self) -> str:
        """Subject and text together."""
        return "\n\n".join(part for part in (self.subject, self.text) if part)
