"""Persons: customers, prospects, former customers, contacts of suppliers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.choices import Language, PersonKind
from registry.references import person_reference
from registry.validators import validate_free_text

from .expressions import folded, ordered
from .held import HoldPaths, stay_while_held
from .history import track_history
from .restricted_rows import restricted_columns_stay
from .showing import Maskable, hidden_person, hidden_places, mask

if TYPE_CHECKING:
    from registry.models import Staff


class PersonQuerySet(models.QuerySet["Person"]):
    """Reads about persons as phrases."""

    def visible_to(self, user: Staff) -> PersonQuerySet:
        """Who this user may see in lists, searches and exports (Art. 18(2))."""
        if user.has_perm("registry.view_restricted_person"):
            return self
        return self.filter(Q(guard=None) | Q(guard__restricted=False))

    def as_shown(self, user: Staff) -> PersonQuerySet:
        """To be shown to this user: restricted values are masked (models/showing.py)."""
        values: dict[str, Any] = {
            "hidden": hidden_person("pk", user),
            "hidden_places": hidden_places("pk", user),
        }
        return self.annotate(**values)

    def in_finnish_order(self) -> PersonQuerySet:
        """By family name, z å ä ö; ties by key, so pages never overlap."""
        return self.order_by("sort_key", "pk")


@track_history
class Person(Maskable, models.Model):
    """A natural person. Name as text; no gender, birth date or identity code (P15)."""

    reference = models.CharField(
        _("reference"), max_length=12, unique=True, default=person_reference
    )
    kind = models.CharField(
        _("kind"), max_length=16, choices=PersonKind, default=PersonKind.PROSPECT
    )
    given_name = models.CharField(
        _("given name"), max_length=100, blank=True, validators=[validate_free_text]
    )
    family_name = models.CharField(
        _("family name"), max_length=100, blank=True, validators=[validate_free_text]
    )
    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=Language.FI
    )
    private_customer = models.BooleanField(_("buys as a private person"), default=False)
    collected_on = models.DateField(
        _("collected on"), help_text=_("The day the data first came to us.")
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True, editable=False)
    sort_key = models.GeneratedField(
        verbose_name=_("sort key"),
        expression=ordered("family_name", "given_name"),
        output_field=models.TextField(),
        db_persist=True,
    )
    search_text = models.GeneratedField(
        verbose_name=_("name as searched"),
        expression=folded("given_name", "family_name"),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = PersonQuerySet.as_manager()

    hold_paths = HoldPaths(identity=("pk",))
    masked_columns = ("given_name", "family_name", "language")

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        permissions = [
            ("view_restricted_person", _("Can see persons under restriction")),
            ("export_person", _("Can export lists of persons")),
        ]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="person_sort"),
            models.Index(fields=["collected_on"], name="person_collected"),
            models.Index(fields=["kind", "sort_key", "id"], name="person_kind_sort"),
            GinIndex(OpClass("search_text", name="gin_trgm_ops"), name="person_search"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(given_name="") | ~Q(family_name=""),
                name="person_has_a_name",
                violation_error_message=_("Give at least one name."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PersonKind.values), name="person_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(language__in=Language.values), name="person_language_known"
            ),
        ]
        triggers = [
            *restricted_columns_stay(
                "given_name",
                "family_name",
                "language",
                "private_customer",
                "collected_on",
            ),
            *stay_while_held(identity=["r.id"]),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def hidden_places(self) -> list[str]:
        """Her restricted fields that are masked in this instance."""
        return list(self.__dict__.get("_hidden_places", ()))

    @hidden_places.setter
    def hidden_places(self, places: list[str]) -> None:
        self.__dict__["_hidden_places"] = places
        for name in self.masked_columns:
            if f"person.{name}" in places:
                setattr(self, name, mask())

    @property
    def full_name(self) -> str:
        """Given name first, as Finns write it."""
        if self.hidden:
            return f"{mask()} {self.reference}"
        return f"{self.given_name} {self.family_name}".strip()
