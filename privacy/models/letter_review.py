"""That a human has read the words of a letter's template, in one language."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.choices import Language
from registry.validators import validate_free_text

from .facts import facts_stay
from .letter import LetterKind


class LetterReview(models.Model):
    """Appended, never changed: who read which words when. ``words_sha256`` is the digest
    of the template with the blocks it includes; another digest means other words."""

    kind = models.CharField(_("letter"), max_length=20, choices=LetterKind)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    words_sha256 = models.CharField(max_length=64)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("reviewed by"),
    )
    reviewed_at = models.DateTimeField(_("reviewed"), auto_now_add=True)
    note = models.CharField(
        _("note"),
        max_length=300,
        blank=True,
        default="",
        validators=[validate_free_text],
    )

    class Meta:
        verbose_name = _("review of a letter")
        verbose_name_plural = _("reviews of letters")
        indexes = [
            models.Index(
                fields=["kind", "language", "-reviewed_at"], name="letter_review_last"
            )
        ]
        triggers = [
            facts_stay(
                "kind",
                "language",
                "words_sha256",
                "reviewed_by_id",
                "reviewed_at",
                "note",
                base=("id",),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"
