"""Letters of a case: what they said, and that they went out."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from registry.choices import Language
from registry.validators import validate_free_text

from .case import Case
from .facts import facts_stay, goes_with_case


class LetterKind(models.TextChoices):
    """What the letter says (templates/privacy/letters)."""

    CONFIRMATION = "confirmation", _("Confirm your request")
    RECEIPT = "receipt", _("Request received")
    IDENTITY = "identity", _("Who asks? A question")
    IDENTITY_REMINDER = "identity_reminder", _("Who asks? A reminder")
    IDENTITY_PROOF = "identity_proof", _("Did you make this request?")
    EXTENSION = "extension", _("We need more time")
    MESSAGE = "message", _("Message about your request")
    PACKAGE = "package", _("Your data is ready")
    ERASED = "erased", _("Your data has been erased")
    GRANTED = "granted", _("Request granted")
    PARTLY = "partly", _("Request partly granted")
    RECTIFIED = "rectified", _("Your data has been corrected")
    RESTRICTED = "restricted", _("Processing of your data is restricted")
    LIFTING = "lifting", _("The restriction will be lifted")
    OBJECTION_UPHELD = "objection_upheld", _("Your objection is upheld")
    STOPPED = "stopped", _("Marketing has stopped")
    COMPLETED = "completed", _("The rest has been erased")
    REFUSED = "refused", _("Request refused")
    NO_PERSON = "no_person", _("No data found")
    WITHDRAWN = "withdrawn", _("Request withdrawn")


class LetterState(models.TextChoices):
    """How far a letter has come."""

    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    FAILED = "failed", _("not delivered")
    TO_PRINT = "to_print", _("to be printed")
    POSTED = "posted", _("posted")
    RESENT = "resent", _("sent again")
    DROPPED = "dropped", _("will not be sent")


class CaseLetterQuerySet(models.QuerySet["CaseLetter"]):
    """Reads as phrases."""

    def undelivered(self) -> "CaseLetterQuerySet":
        """Given up by the mail server or without an address, and nobody has found
        another way yet."""
        again = CaseLetter.objects.filter(retry_of=OuterRef("pk"))
        return self.filter(
            ~Exists(again),
            Q(given_up_at__isnull=False) | Q(mail_id=None),
            posted_on=None,
            dropped_at=None,
        )


class CaseLetter(models.Model):
    """One letter. Its words stay with the case until the person is erased, without the
    secret links they carried; the SHA-256 of what left stays after that.

    ``act`` is what the letter belongs to: a case has one letter of a kind for each.
    ``mail_id`` null: there was no address, it goes on paper.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="letters")
    kind = models.CharField(_("letter"), max_length=20, choices=LetterKind)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    act = models.CharField(max_length=80, blank=True, default="")
    mail_id = models.BigIntegerField(null=True)
    subject = models.CharField(_("subject"), max_length=255, blank=True, default="")
    text = models.TextField(_("text"), blank=True, default="")
    text_sha256 = models.CharField(max_length=64)
    retry_of = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        related_name="retries",
        verbose_name=_("sent again instead of"),
    )
    retry_reason = models.CharField(
        _("why it was sent again"),
        max_length=300,
        blank=True,
        default="",
        validators=[validate_free_text],
    )
    queued_at = models.DateTimeField(_("queued"), auto_now_add=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    given_up_at = models.DateTimeField(_("given up"), null=True)
    posted_on = models.DateField(_("posted on"), null=True)
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("posting recorded by"),
    )
    dropped_at = models.DateTimeField(_("given up by the officer"), null=True)
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("given up by"),
    )
    drop_reason = models.CharField(
        _("why it will not be sent"),
        max_length=300,
        blank=True,
        default="",
        validators=[validate_free_text],
    )

    objects = CaseLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = [
            models.Index(fields=["mail_id"], name="case_letter_mail"),
            models.Index(
                fields=["case"],
                name="case_letter_undelivered",
                condition=(Q(given_up_at__isnull=False) | Q(mail_id=None))
                & Q(posted_on=None, dropped_at=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "act"], name="case_letter_once_an_act"
            ),
            models.CheckConstraint(
                condition=Q(dropped_at=None)
                | Q(dropped_by__isnull=False) & ~Q(drop_reason="")
                | Q(text=""),
                name="case_letter_dropped_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(posted_on=None) | Q(posted_by__isnull=False),
                name="case_letter_posted_by",
            ),
        ]
        triggers = [
            facts_stay(
                "case_id",
                "kind",
                "language",
                "act",
                "mail_id",
                "text_sha256",
                "retry_of_id",
                "queued_at",
                stages=[
                    ["accepted_at"],
                    ["given_up_at"],
                    ["posted_on", "posted_by_id"],
                    ["dropped_at", "dropped_by_id"],
                ],
                blankable=["subject", "text", "retry_reason", "drop_reason"],
                base=("id",),
            ),
            goes_with_case(),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.case_id}"

    @property
    def state(self) -> LetterState:
        """How far it has come."""
        if self.posted_on:
            return LetterState.POSTED
        if self.accepted_at and not self.given_up_at:  # a server may send it back later
            return LetterState.SENT
        if self.dropped_at:
            return LetterState.DROPPED
        if self.given_up_at or self.mail_id is None:
            return self._undelivered()
        return LetterState.WAITING

    def _undelivered(self) -> LetterState:
        if self.retries.exists():
            return LetterState.RESENT
        return LetterState.FAILED if self.mail_id else LetterState.TO_PRINT

    @property
    def is_undelivered(self) -> bool:
        """The officer has to find a way."""
        return self.state in (LetterState.FAILED, LetterState.TO_PRINT)
