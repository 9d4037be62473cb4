"""Letters of a case: that they went out, never their words."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.choices import Language

from .case import Case


class LetterKind(models.TextChoices):
    """What the letter says (templates/privacy/letters)."""

    CONFIRMATION = "confirmation", _("Confirm your request")
    RECEIPT = "receipt", _("Request received")
    IDENTITY = "identity", _("Who asks? A question")
    IDENTITY_REMINDER = "identity_reminder", _("Who asks? A reminder")
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


class CaseLetter(models.Model):
    """One letter. Its text lives in the mail queue until accepted; here stays that it
    was sent, when, in which language and the SHA-256 of what it said."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="letters")
    kind = models.CharField(_("letter"), max_length=20, choices=LetterKind)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    mail_id = models.BigIntegerField()
    text_sha256 = models.CharField(max_length=64)
    queued_at = models.DateTimeField(_("queued"), auto_now_add=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    given_up_at = models.DateTimeField(_("given up"), null=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = [models.Index(fields=["mail_id"], name="case_letter_mail")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.case_id}"
