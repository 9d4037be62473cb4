"""The notice on screen: versions, publishing the next one, deliveries."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy
from unfold.admin import StackedInline
from unfold.widgets import UnfoldAdminTextareaWidget

from privacy.models import NoticeDelivery, NoticeText, NoticeVersion
from privacy.services import notices
from registry.choices import Language
from registry.models import Person, Staff

from .fields import ManyChoicesField, ReferenceField
from .people import PersonColumn
from .rows import LegalRowAdmin


class VersionForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """The next version: its words in every language."""

    fi = forms.CharField(label=gettext_lazy("Finnish"))
    sv = forms.CharField(label=gettext_lazy("Swedish"))
    en = forms.CharField(label=gettext_lazy("English"))
    interim = ManyChoicesField(
        choices=Language.choices,
        label=gettext_lazy("Interim translations"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = NoticeVersion.objects.newest_first().first()
        for text in newest.texts.all() if newest else ():
            field = self.fields[text.language]
            field.widget = UnfoldAdminTextareaWidget(attrs={"rows": 24})
            field.initial = text.body


class TextInline(StackedInline):
    """The published words."""

    model = NoticeText
    extra = 0
    can_delete = False
    fields = ("language", "interim", "sha256", "body")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Published texts stay."""
        return False


@admin.register(NoticeVersion)
class NoticeVersionAdmin(LegalRowAdmin):
    """Versions of the notice, newest first."""

    list_display = ("number", "valid_from", "published_at", "published_by")
    ordering = ("-number",)
    fields = ("number", "valid_from", "published_at", "published_by")

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Publishing asks for the words; looking does not."""
        kwargs["form"] = forms.ModelForm if obj else VersionForm
        return super().get_form(request, obj, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The number and the instant are given by the service."""
        return self.fields if obj else ("valid_from", "fi", "sv", "en", "interim")

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        """The words, once published."""
        return [TextInline] if obj else []

    def create(self, actor: Staff, values: dict[str, Any]) -> NoticeVersion:
        """Publish it."""
        texts = {
            code: values[code].replace("\r\n", "\n").strip() + "\n"
            for code in Language.values
        }
        return notices.publish_notice(
            actor=actor,
            texts=texts,
            valid_from=values.get("valid_from") or timezone.localdate(),
            interim=values["interim"],
        )


class DeliveryForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """The notice as given to one person."""

    person = ReferenceField(Person, label=gettext_lazy("Person (reference)"))


@admin.register(NoticeDelivery)
class NoticeDeliveryAdmin(PersonColumn, LegalRowAdmin):
    """To whom the notice was given."""

    form = DeliveryForm
    list_display = ("at", "person_link", "version", "language", "way")
    list_filter = ("way", "language")
    list_select_related = ("person", "version")
    ordering = ("-at", "-pk")
    fields = ("person", "way", "message_ref")

    def create(self, actor: Staff, values: dict[str, Any]) -> NoticeDelivery:
        """Record it, in the person's language, of the version in force."""
        person = values.pop("person")
        notices.record_notice(actor=actor, person_ids=[person.pk], **values)
        return NoticeDelivery.objects.filter(person=person).latest("pk")
