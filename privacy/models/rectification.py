"""Rectification: what is proposed field by field, and what is attached to a datum
(Art. 16)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.models import Person
from registry.models.held import HoldPaths, stay_while_held
from registry.validators import validate_free_text

from .case import Case


class ItemDecision(models.TextChoices):
    """What becomes of one proposed value."""

    OPEN = "", _("To be decided")
    CORRECT = "correct", _("Correct")
    KEEP = "keep", _("Keep as it is")
    STATEMENT = "statement", _("Keep, and attach the person's statement")


class RectificationItem(models.Model):
    """One proposed value of one field. ``row_pk`` null: the person named the field, the
    officer finds the row. The value is blanked once it stands in the register, and with
    the person."""

    case = models.ForeignKey(
        Case,
        models.CASCADE,
        related_name="rectifications",
        verbose_name=_("request"),
    )
    holding = models.CharField(_("data"), max_length=60)
    row_pk = models.BigIntegerField(null=True)
    field = models.CharField(_("field"), max_length=60)
    proposed = models.TextField(
        _("proposed value"),
        max_length=4000,
        blank=True,
        validators=[validate_free_text],
    )
    by_person = models.BooleanField(_("written by the person"), default=False)
    decision = models.CharField(
        _("decision"), max_length=9, choices=ItemDecision, blank=True, default=""
    )
    reason = models.TextField(
        _("reason"), max_length=2000, blank=True, validators=[validate_free_text]
    )
    statement = models.TextField(
        _("statement"), max_length=2000, blank=True, validators=[validate_free_text]
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    applied_at = models.DateTimeField(_("carried out"), null=True)
    created_at = models.DateTimeField(_("proposed on"), auto_now_add=True)

    class Meta:
        verbose_name = _("proposed correction")
        verbose_name_plural = _("proposed corrections")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "holding", "row_pk", "field"],
                name="rectification_once_a_field",
            ),
            models.CheckConstraint(
                condition=Q(decision="")
                | Q(decision="keep", decided_at__isnull=False)
                | Q(
                    decision__in=["correct", "statement"],
                    decided_at__isnull=False,
                    row_pk__isnull=False,
                ),
                name="rectification_decided_of_a_row",
            ),
            models.CheckConstraint(
                condition=Q(applied_at=None) | ~Q(decision=""),
                name="rectification_applied_after_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holding}.{self.field}"

    @property
    def change(self) -> str:
        """``holding.field``, as notices and plans name it."""
        return f"{self.holding}.{self.field}"


class Statement(models.Model):
    """The person's supplementary statement to one datum (Art. 16, second sentence):
    shown with it, given to her, erased with her."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="statements", verbose_name=_("person")
    )
    case_id = models.BigIntegerField(null=True)
    holding = models.CharField(_("data"), max_length=60)
    row_pk = models.BigIntegerField()
    field = models.CharField(_("field"), max_length=60)
    text = models.TextField(
        _("statement"), max_length=2000, validators=[validate_free_text]
    )
    made_on = models.DateField(_("attached on"))

    hold_paths = HoldPaths(identity=("person",))

    class Meta:
        verbose_name = _("supplementary statement")
        verbose_name_plural = _("supplementary statements")
        triggers = stay_while_held(identity=["r.person_id"], links=["person_id"])

    def __str__(self) -> str:
        return f"{self.holding}.{self.field}"


class VoucherNote(models.Model):
    """A voucher prints what has been corrected: it is never rewritten (KPL 2:7), sales
    write a credit note and a new invoice where the buyer's details were wrong.

    Keys are plain numbers: the voucher goes by its own statute, the note with its case.
    """

    case = models.ForeignKey(
        Case,
        models.CASCADE,
        related_name="voucher_notes",
        verbose_name=_("request"),
    )
    person_id = models.BigIntegerField(_("person"), null=True)
    order_id = models.BigIntegerField(_("order"))
    voucher_number = models.CharField(_("voucher number"), max_length=32)
    changes = ArrayField(models.CharField(max_length=120), verbose_name=_("fields"))
    written_at = models.DateTimeField(_("written"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("settled by"),
    )
    how = models.CharField(
        _("how it was settled"),
        max_length=300,
        blank=True,
        validators=[validate_free_text],
        help_text=_("Numbers of the credit note and the new invoice, or why none."),
    )

    class Meta:
        verbose_name = _("note to a voucher")
        verbose_name_plural = _("notes to vouchers")
        indexes = [
            models.Index(fields=["order_id"], name="voucher_note_order"),
            models.Index(fields=["person_id"], name="voucher_note_person"),
            models.Index(
                fields=["written_at"],
                condition=Q(settled_at=None),
                name="voucher_note_open",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "order_id"], name="voucher_note_once_a_case"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None)
                | Q(settled_by__isnull=False) & (~Q(how="") | Q(person_id=None)),
                name="voucher_note_settled_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.voucher_number
