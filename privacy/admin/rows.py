"""What the screens of legal rows share: added through a service, never edited, closed
on a page of its own with reasons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from privacy.exceptions import PrivacyError
from registry.admin.base import BaseModelAdmin
from registry.desk.staff_of import staff_of
from registry.models import Staff

Close = Callable[[Staff, Any, dict[str, Any]], object]
"""(actor, row, what the form said): calls one service."""


Verb = TypeVar("Verb", bound=Callable[..., Any])


def closing(description: Any) -> Callable[[Verb], Verb]:
    """A button on the row's page for those who may close it."""

    def mark(verb: Verb) -> Verb:
        return cast(
            "Verb", action(description=description, permissions=["close"])(verb)
        )

    return mark


class ReasonForm(forms.Form):
    """Closing needs words that can be read years later."""

    reason = forms.CharField(
        label=gettext_lazy("Reasons"), max_length=2000, widget=forms.Textarea
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "k-input"


class NoFieldsForm(forms.Form):
    """A confirmation without anything to fill in."""


class LegalRowAdmin(BaseModelAdmin):
    """Base of the screens of legal rows. ``create`` calls the service."""

    actions_detail: tuple[str, ...] = ()

    def create(self, actor: Staff, values: dict[str, Any]) -> Model:
        """The new row, made by a service; PrivacyError where it refuses."""
        raise NotImplementedError

    def has_change_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        """Nobody edits a legal fact."""
        return False

    def has_close_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Those who hold the permission to change the model."""
        name = f"{self.opts.app_label}.change_{self.opts.model_name}"
        return request.user.has_perm(name)

    def save_model(
        self,
        request: HttpRequest,
        obj: Any,
        form: Any,
        change: bool,  # noqa: FBT001  # Django calls it so
    ) -> None:
        """Make the row through the service, in the place of the form's own."""
        made = self.create(staff_of(request), form.cleaned_data)
        obj.__dict__.update(made.__dict__)

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """The service has written the audit entry."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        """A refusal of the service is shown, not raised."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except PrivacyError as error:
            messages.error(request, str(error.message))
            return HttpResponseRedirect(request.get_full_path())

    def close_page(
        self,
        request: HttpRequest,
        object_id: Any,
        *,
        title: str,
        close: Close,
        form_class: type[forms.Form] = ReasonForm,
        explanation: str = "",
    ) -> HttpResponse:
        """Ask for the reasons, then call the service and go back to the row."""
        row = get_object_or_404(self.get_queryset(request), pk=object_id)
        back = reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk]
        )
        form = form_class(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                close(staff_of(request), row, form.cleaned_data)
            except PrivacyError as error:
                messages.error(request, str(error.message))
            else:
                messages.success(request, _("Recorded."))
                return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "explanation": explanation,
            "row": row,
            "form": form,
            "back": back,
        }
        return TemplateResponse(request, "privacy/desk/close.html", context)
