"""Uses of restricted data that the law allows, each logged with its reason."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Cast, Now
from django.utils.translation import gettext_lazy as _

from registry.validators import validate_free_text

from .person import Person


class LawfulUse(models.TextChoices):
    """Art. 18(2): what restricted data may be used for."""

    CONSENT = "consent", _("The person consents to this use")
    CLAIM = "claim", _("Legal claims")
    ANOTHER = "another", _("Protecting the rights of another person")
    PUBLIC = "public", _("An important public interest")


class RestrictedAct(models.TextChoices):
    """What was done."""

    LOOK = "look", _("Looked at")
    CHANGE = "change", _("Changed")


_FACTS = ("id", "person_id", "actor_id", "act", "use", "at", "transaction")
CHANGED = (
    f"ROW({', '.join(f'OLD.{name}' for name in _FACTS)}) IS DISTINCT FROM "
    f"ROW({', '.join(f'NEW.{name}' for name in _FACTS)}) OR OLD.reason NOT LIKE "
    r"replace(regexp_replace(NEW.reason, '([\\%_])', '\\\1', 'g'), '[poistettu]', '%')"
)
"""Anything but the reason's words redacted where they speak of an erased person."""


class RestrictedUse(models.Model):
    """One lawful use. ``transaction`` is that of the row: what the database lets be
    changed in it (models/restricted_rows.py). Append-only; only the words of the reason
    may be redacted, where they speak of somebody who was erased."""

    person = models.ForeignKey(
        Person,
        models.CASCADE,
        related_name="restricted_uses",
        verbose_name=_("person"),
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("who"),
    )
    act = models.CharField(_("act"), max_length=6, choices=RestrictedAct)
    use = models.CharField(_("lawful use"), max_length=8, choices=LawfulUse)
    reason = models.TextField(
        _("reason"), max_length=2000, validators=[validate_free_text]
    )
    at = models.DateTimeField(_("when"), db_default=Now())
    transaction = models.BigIntegerField(
        editable=False,
        db_default=Cast(
            Cast(
                Func(function="pg_current_xact_id", output_field=models.TextField()),
                models.TextField(),
            ),
            models.BigIntegerField(),
        ),
    )

    class Meta:
        verbose_name = _("use of restricted data")
        verbose_name_plural = _("uses of restricted data")
        indexes = [models.Index(fields=["person", "-at"], name="restricted_use_newest")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="restricted_use_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(use__in=LawfulUse.values), name="restricted_use_is_lawful"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="restricted_use_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(CHANGED),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.at:%Y-%m-%d}"
