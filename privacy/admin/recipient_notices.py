"""Notices to recipients: the list, one page a notice, and how each is settled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.exceptions import PrivacyError
from privacy.models import NoticeAct, NotToldGround, RecipientNotice
from privacy.recipients.answers import excuse_notice, write_answer_down
from privacy.recipients.states import dress
from privacy.services.recipients import send_again
from registry.admin.pages import Context, PagesAdmin
from registry.desk.staff_of import staff_of
from registry.forms import DeskForm
from registry.models import Person
from registry.validators import validate_free_text

from .recipient_listing import export_notices, list_notices

TEXT = {"rows": 4}


class AnsweredForm(DeskForm):
    """An answer that came another way."""

    wide = ("evidence",)
    evidence = forms.CharField(
        label=gettext_lazy("Evidence"),
        max_length=2000,
        validators=[validate_free_text],
        widget=forms.Textarea(attrs=TEXT),
        help_text=gettext_lazy(
            "Who answered, when and how. Do not name the data subject."
        ),
    )


class ExcuseForm(DeskForm):
    """Why a recipient is not told."""

    wide = ("reason",)
    ground = forms.ChoiceField(
        label=gettext_lazy("Ground"),
        choices=[choice for choice in NotToldGround.choices if choice[0]],
    )
    reason = forms.CharField(
        label=gettext_lazy("Reasons"),
        max_length=2000,
        validators=[validate_free_text],
        widget=forms.Textarea(attrs=TEXT),
        help_text=gettext_lazy("Do not name the data subject."),
    )


class SendForm(DeskForm):
    """Nothing to fill in."""


@admin.register(RecipientNotice)
class RecipientNoticeAdmin(PagesAdmin):
    """Our own pages: a notice is written by an act, never by hand."""

    def get_urls(self) -> list[URLPattern]:
        """Pages before Django's own."""
        return [
            path(
                "export/",
                self.admin_site.admin_view(self.export_view),
                name="privacy_recipientnotice_export",
            ),
            self.page("answered", answered, verb="change"),
            self.page("excuse", excuse, verb="change"),
            self.page("send", send, verb="change"),
            *super().get_urls(),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds one."""
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """The list; a search is posted to it."""
        return self.searched_list(
            request, "privacy/desk/recipient_notice_list.html", list_notices
        )

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """The list as filtered, as CSV."""
        self.demand(request, "view")
        return export_notices(request)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """One notice."""
        self.demand(request, "view")
        notice = get_notice(object_id)
        context = self.context_of(
            request,
            notice=notice,
            person=Person.objects.visible_to(staff_of(request))
            .filter(pk=notice.person_id or 0)
            .first(),
            may_change=request.user.has_perm("privacy.change_recipientnotice"),
            may_send=can_be_sent(notice),
        )
        return TemplateResponse(request, "privacy/desk/recipient_notice.html", context)


def get_notice(key: str | int) -> Any:
    """The notice as the screens show it, or 404."""
    rows = RecipientNotice.objects.select_related("recipient", "case", "settled_by")
    notice = rows.filter(pk=int(key)).first() if str(key).isdecimal() else None
    if notice is None:
        raise Http404
    return dress(notice, timezone.now())


def can_be_sent(notice: RecipientNotice) -> bool:
    """Whether the message can still be written: after an erasure nobody knows it."""
    is_unsent = notice.told_at is None and not _is_on_the_way(notice)
    return (
        notice.is_open
        and is_unsent
        and notice.act != NoticeAct.ERASURE
        and notice.person_id is not None
    )


def answered(request: HttpRequest, key: int, context: Context) -> HttpResponse:
    """Write an answer down."""
    return _act(
        request,
        key,
        context,
        form_class=AnsweredForm,
        title=_("Write an answer down"),
        explanation=_("For an answer that came by phone, by letter or by e-mail."),
        act=lambda notice, said: write_answer_down(
            actor=staff_of(request), notice_id=notice.pk, **said
        ),
        done=_("The answer has been written down."),
    )


def excuse(request: HttpRequest, key: int, context: Context) -> HttpResponse:
    """Say why the recipient is not told."""
    return _act(
        request,
        key,
        context,
        form_class=ExcuseForm,
        title=_("The recipient is not told"),
        explanation=_(
            "Only where telling proves impossible or involves disproportionate effort"
            " (GDPR Art. 19). The reason is kept with the request."
        ),
        act=lambda notice, said: excuse_notice(
            actor=staff_of(request), notice_id=notice.pk, **said
        ),
        done=_("The reason has been recorded."),
    )


def send(request: HttpRequest, key: int, context: Context) -> HttpResponse:
    """Send the message that could not be sent, to the recipient's address of now."""
    return _act(
        request,
        key,
        context,
        form_class=SendForm,
        title=_("Send the notice"),
        explanation=_("To the address that the recipient has now."),
        act=lambda notice, _said: send_again(
            actor=staff_of(request), notice_id=notice.pk
        ),
        done=_("The notice is on its way."),
    )


def _act(
    request: HttpRequest,
    key: int,
    context: Context,
    *,
    form_class: type[DeskForm],
    title: str,
    explanation: str,
    act: Callable[[RecipientNotice, dict[str, Any]], object],
    done: str,
) -> HttpResponse:
    notice = get_notice(key)
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            act(notice, form.cleaned_data)
        except PrivacyError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, done)
            return redirect("admin:privacy_recipientnotice_change", notice.pk)
    context |= {
        "notice": notice,
        "form": form,
        "heading": title,
        "explanation": explanation,
    }
    return TemplateResponse(request, "privacy/desk/recipient_notice_act.html", context)


def _is_on_the_way(notice: RecipientNotice) -> bool:
    return bool(notice.mail_id and not notice.failed_at)
