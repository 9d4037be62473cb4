"""Pages of one restriction: open it, look at it, begin its lifting, tell, lift."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from privacy.exceptions import PrivacyError
from privacy.lifting_letter import preview_of_letter
from privacy.models import Case, Restriction
from privacy.services import liftings, restrictions
from privacy.services.restriction_state import states_of
from registry.admin.pages import Context
from registry.desk.staff_of import staff_of
from registry.forms import DeskForm
from registry.law.parameters import number
from registry.models import Person
from registry.seams.audit import record

from .restriction_forms import (
    LiftForm,
    LiftingForm,
    NothingForm,
    RestrictionForm,
    ToldForm,
)


def get_restriction(key: str | int) -> Restriction:
    """The row, or 404."""
    rows = Restriction.objects.select_related("person", "recorded_by", "lifted_by")
    found = rows.filter(pk=int(key)).first() if str(key).isdecimal() else None
    if found is None:
        raise Http404
    return found


def show_restriction(
    request: HttpRequest, row: Restriction, context: Context
) -> HttpResponse:
    """Everything about one restriction, without the person's data."""
    user = staff_of(request)
    record(
        actor=user,
        action="restriction.viewed",
        subjects=[("restriction", row.pk), ("person", row.person_id)],
    )
    context |= {
        "row": row,
        "one": states_of([row])[0],
        "case": Case.objects.filter(pk=row.case_id or 0).first(),
        "liftings": row.liftings.select_related("recorded_by").order_by("-pk"),
        "uses": row.person.restricted_uses.filter(at__gte=row.opened_at).count(),
        "may_change": user.has_perm("privacy.change_restriction"),
    }
    return TemplateResponse(request, "privacy/desk/restriction.html", context)


def add_restriction(request: HttpRequest, context: Context) -> HttpResponse:
    """Restrict a whole person; single fields are chosen on the page of a request."""
    form = RestrictionForm(request.POST or None, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        row = restrictions.open_restriction(
            actor=staff_of(request), person_id=values.pop("person").pk, **values
        )
        messages.success(request, _("Processing is restricted from now on."))
        return redirect("admin:privacy_restriction_change", row.pk)
    context |= {"form": form}
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(
        request, "privacy/desk/restriction_add.html", context, status=status
    )


def begin(request: HttpRequest, key: int, context: Context) -> HttpResponse:
    """First the letter as she will get it, then the lifting itself."""
    row = get_restriction(key)
    form = LiftingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if "send" in request.POST and form.cleaned_data["seen"] == reason:
            return _begun(request, row, reason)
        form.data = {**request.POST.dict(), "seen": reason}
        context |= {"letter": preview_of_letter(row, reason=reason)}
    context |= {"row": row, "one": states_of([row])[0], "form": form}
    return TemplateResponse(request, "privacy/desk/restriction_begin.html", context)


def announce(request: HttpRequest, key: int, context: Context) -> HttpResponse:
    """The person was told by post or phone."""
    return _act(
        request,
        key,
        context,
        form_class=ToldForm,
        title=_("The person has been told"),
        explanation=_(
            "Confirm that the person has been told that the restriction will end "
            "(Art. 18(3)). It can be lifted %(days)s days later."
        )
        % {"days": number("restriction_lift_notice_days")},
        act=lambda row, form: liftings.announce_lifting(
            actor=staff_of(request),
            restriction=row,
            how=form.cleaned_data["how"],
            told_at=form.told_at(),
        ),
    )


def calloff(request: HttpRequest, key: int, context: Context) -> HttpResponse:
    """The restriction stays after all."""
    return _act(
        request,
        key,
        context,
        form_class=NothingForm,
        title=_("Call the lifting off"),
        explanation=_(
            "The restriction stays in force. If the person has been told already, tell "
            "her that it stays."
        ),
        act=lambda row, _form: liftings.call_off_lifting(
            actor=staff_of(request), restriction=row
        ),
    )


def lift(request: HttpRequest, key: int, context: Context) -> HttpResponse:
    """End it by hand, once the person has known long enough."""
    return _act(
        request,
        key,
        context,
        form_class=LiftForm,
        title=_("Lift the restriction"),
        explanation=_(
            "It can be lifted %(days)s days after the person was told. The system does "
            "it by itself where a human began the lifting."
        )
        % {"days": number("restriction_lift_notice_days")},
        act=lambda row, form: restrictions.lift_restriction(
            actor=staff_of(request), restriction=row, reason=form.cleaned_data["reason"]
        ),
    )


def _begun(request: HttpRequest, row: Restriction, reason: str) -> HttpResponse:
    try:
        begun = liftings.begin_lifting(
            actor=staff_of(request), restriction=row, reason=reason
        )
    except PrivacyError as error:
        messages.error(request, str(error.message))
    else:
        _say_begun(request, begun)
    return redirect("admin:privacy_restriction_change", row.pk)


def _say_begun(request: HttpRequest, begun: list[Any]) -> None:
    if not begun:
        messages.info(request, _("The lifting has been begun already."))
    elif begun[0].undeliverable_at:
        messages.warning(
            request, _("There is no address: tell the person another way.")
        )
    else:
        messages.success(request, _("The letter is on its way."))


def _act(
    request: HttpRequest,
    key: int,
    context: Context,
    *,
    form_class: type[DeskForm],
    title: str,
    explanation: str,
    act: Callable[[Restriction, Any], object],
) -> HttpResponse:
    row = get_restriction(key)
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            act(row, form)
        except PrivacyError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("Recorded."))
            return redirect("admin:privacy_restriction_change", row.pk)
    context |= {
        "row": row,
        "one": states_of([row])[0],
        "form": form,
        "heading": title,
        "explanation": explanation,
    }
    return TemplateResponse(request, "privacy/desk/restriction_act.html", context)


def _initial(request: HttpRequest) -> dict[str, Any]:
    """The person from whose page the link came."""
    asked = request.GET.get("person", "")
    if not asked.isdecimal() or len(asked) > 18:  # of a big integer
        return {}
    person = Person.objects.filter(pk=int(asked)).first()
    return {"person": person.reference} if person else {}
