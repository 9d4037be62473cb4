"""Pages of one legal hold: place it, look at it, review it, ask for its release."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.exceptions import PrivacyError
from privacy.models import LegalHold
from privacy.services import holds
from privacy.services.hold_states import after_release, open_release
from privacy.services.weakenings import earliest_effect
from registry.admin.pages import Context
from registry.desk.staff_of import staff_of
from registry.forms import DeskForm
from registry.models import AuditEntry, AuditSubject
from registry.seams.audit import record
from registry.seams.audit.words import action_label
from registry.services.holding_back import (
    HoldScope,
    kept_counts,
    people_of_scope,
    scope_of,
)

from .hold_forms import SUBJECTS, HoldForm, ReviewForm, WhyForm, staff_name
from .hold_listing import dress, holds_with_all

HISTORY = 50


def get_hold(key: str | int) -> Any:
    """The hold as the screens show it, or 404."""
    if not str(key).isdecimal():
        raise Http404
    hold = holds_with_all().filter(pk=int(key)).first()
    if hold is None:
        raise Http404
    return dress(hold, timezone.localdate())


def show_hold(request: HttpRequest, hold: Any, context: Context) -> HttpResponse:
    """Everything about one hold; that it was looked at is recorded."""
    user = staff_of(request)
    record(actor=user, action="hold.viewed", subjects=[("hold", hold.pk)])
    release = open_release(hold)
    scope = scope_of(hold)
    context |= {
        "hold": hold,
        "kept": kept_counts(scope),
        "people": people_of_scope(scope).count(),
        "reviews": hold.reviews.select_related("recorded_by").order_by("-at", "-pk"),
        "release": release,
        "earliest": earliest_effect(release.requested_at) if release else None,
        "may_confirm": _may_confirm(user, release),
        "may_withdraw": user.has_perm("privacy.change_weakening"),
        "may_change": user.has_perm("privacy.change_legalhold"),
        "after": after_release(hold),
        "history": _history(hold),
    }
    return TemplateResponse(request, "privacy/desk/hold.html", context)


def add_hold(request: HttpRequest, context: Context) -> HttpResponse:
    """First what it would keep, then the hold itself."""
    form = HoldForm(request.POST or None, initial=_initial(request))
    context |= {"form": form}
    if request.method == "POST" and form.is_valid():
        scope = form.scope()
        if form.cleaned_data["seen"] == seal_of(scope) and "place" in request.POST:
            if hold := _place(request, form):
                messages.success(request, _("The legal hold has been placed."))
                return redirect("admin:privacy_legalhold_change", hold.pk)
        else:
            form.data = {**request.POST.dict(), "seen": seal_of(scope)}
        context |= {
            "preview": kept_counts(scope),
            "people": people_of_scope(scope).count(),
            "subject": next(iter(form.cleaned_data["subject"].values())),
        }
    return TemplateResponse(request, "privacy/desk/hold_add.html", context)


def review(request: HttpRequest, key: int, context: Context) -> HttpResponse:
    """Record a review."""
    return _act(
        request,
        key,
        context,
        form_class=ReviewForm,
        title=_("Review the hold"),
        button=_("Record the review"),
        explanation=_(
            "If the hold is no longer needed, ask for its release instead. A review "
            "says why it is still needed, and by when it is looked at again."
        ),
        act=lambda hold, said: holds.review_hold(
            actor=staff_of(request), hold=hold, **said
        ),
        done=_("The review has been recorded."),
    )


def release(request: HttpRequest, key: int, context: Context) -> HttpResponse:
    """Ask for the release."""
    return _act(
        request,
        key,
        context,
        form_class=WhyForm,
        title=_("Ask for the release of the hold"),
        button=_("Ask for release"),
        explanation=_(
            "Another person confirms the release, and it takes effect a day after "
            "it was asked for. What is past its retention period then goes within "
            "30 days."
        ),
        act=lambda hold, said: holds.request_release(
            actor=staff_of(request), hold=hold, **said
        ),
        done=_("The release has been asked for. Another person confirms it."),
    )


def seal_of(scope: HoldScope) -> str:
    """Names a scope, so that what was previewed is what is placed."""
    keys = (scope.person_id, scope.company_id, scope.order_id)
    return ":".join(str(part or "") for part in (*keys, scope.from_on, scope.until_on))


def _act(
    request: HttpRequest,
    key: int,
    context: Context,
    *,
    form_class: type[DeskForm],
    title: str,
    button: str,
    explanation: str,
    act: Callable[[LegalHold, dict[str, Any]], object],
    done: str,
) -> HttpResponse:
    hold = get_hold(key)
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act(hold, form.cleaned_data)
        except PrivacyError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, done)
            return redirect("admin:privacy_legalhold_change", hold.pk)
    context |= {
        "hold": hold,
        "form": form,
        "heading": title,
        "button": button,
        "explanation": explanation,
    }
    return TemplateResponse(request, "privacy/desk/hold_act.html", context)


def _place(request: HttpRequest, form: HoldForm) -> LegalHold | None:
    values = dict(form.cleaned_data)
    values.pop("seen")
    try:
        return holds.place_hold(
            actor=staff_of(request), **values.pop("subject"), **values
        )
    except PrivacyError as error:
        form.add_error(None, str(error.message))
        return None


def _initial(request: HttpRequest) -> dict[str, Any]:
    """What is held, from the page that the link stands on."""
    initial: dict[str, Any] = {"owner": request.user.pk}
    for name, model, key in SUBJECTS:
        asked = request.GET.get(name, "")
        if asked.isdecimal() and len(asked) < 19:
            row = model.objects.filter(pk=int(asked)).first()
            initial["subject"] = getattr(row, key, "")
    return initial


def _may_confirm(user: Any, release: Any) -> bool:
    return bool(
        release
        and release.confirmed_at is None
        and release.requested_by_id != user.pk
        and user.has_perm("privacy.confirm_weakening")
    )


def _history(hold: LegalHold) -> list[dict[str, Any]]:
    keys = AuditSubject.objects.filter(kind="hold", subject_id=hold.pk)
    entries = AuditEntry.objects.filter(
        pk__in=keys.values("entry_id"), at__gte=hold.created_at
    ).exclude(action="hold.viewed")
    rows = list(entries.order_by("-at", "-pk")[:HISTORY])
    names = _names({row.actor_id for row in rows if row.actor_id})
    return [
        {
            "at": row.at,
            "what": action_label(row.action),
            "who": names.get(row.actor_id, _("the system")),
        }
        for row in rows
    ]


def _names(keys: set[int]) -> dict[Any, str]:
    from_staff = LegalHold._meta.get_field("owner").related_model
    found: Any = from_staff._default_manager.filter(pk__in=keys)  # type: ignore[union-attr]  # a model, not a name
    return {staff.pk: staff_name(staff) for staff in found}
