"""Incoming mail on the officer's desk: the list and one mail."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.exceptions import PrivacyError
from privacy.incoming.by_hand import sort_by_hand
from privacy.incoming.words import kinds_asked
from privacy.models import (
    IncomingMail,
    IncomingOutcome,
    IncomingState,
    UnclearReason,
)
from privacy.services.cases import find_holders
from registry.desk.lists import Filter, apply_filters, page_by_key
from registry.desk.sealing import PARAMETER, open_text
from registry.desk.staff_of import staff_of
from registry.law.deadlines import receipt_date, request_deadline
from registry.law.parameters import number
from registry.models import Person
from registry.queries.counting import count_rows
from registry.seams.audit import record

from .incoming_forms import SortForm

Context = dict[str, Any]
SORTED = "sorted"
ALL = "all"


def list_mail(request: HttpRequest) -> Context:
    """What the list's template shows: what waits for a human, unless asked otherwise."""
    text = open_text(request, request.GET.get(PARAMETER, ""))
    rows: QuerySet[Any] = IncomingMail.objects.select_related("case", "sorted_by")
    if text:
        rows = rows.filter(_matching(text))
    if "state" not in request.GET:
        rows = rows.exclude(state=IncomingState.SETTLED)
    rows, filters = apply_filters(request, rows, FILTERS)
    page = page_by_key(request, rows, field="received_at", newest_first=True)
    today = timezone.localdate()
    for mail in page.rows:
        mail.days = days_left(mail, today)
    return {
        "page": page,
        "filters": filters,
        "text": text,
        "sealed": request.GET.get(PARAMETER, "") if text else "",
        "count": count_rows(rows),
        "filtered": bool(text or any(one.value for one in filters)),
        "warning_days": number("dsr_warning_days"),
    }


def show_mail(request: HttpRequest, key: str | int, context: Context) -> HttpResponse:
    """One mail; looking at it is recorded."""
    mail = _get(key)
    record(
        actor=staff_of(request),
        action="incoming_mail.viewed",
        subjects=[("incoming_mail", mail.pk)],
        purpose="rights",
    )
    return _page(request, mail, context, SortForm(initial=_guess(mail)))


def sort_it(request: HttpRequest, key: int, context: Context) -> HttpResponse:
    """The officer says what it is. On refusal the page with what was typed."""
    mail = _get(key)
    if request.method != "POST":
        return redirect("admin:privacy_incomingmail_change", mail.pk)
    form = SortForm(request.POST)
    if form.is_valid():
        try:
            sort_by_hand(actor=staff_of(request), mail_id=mail.pk, **form.cleaned_data)
        except PrivacyError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("The mail is sorted."))
            return redirect("admin:privacy_incomingmail_changelist")
    mail.refresh_from_db()
    return _page(request, mail, context, form, status=422)


def days_left(mail: IncomingMail, today: Any) -> int | None:
    """Days to the last lawful day, if it is a request; None once it is sorted."""
    if mail.state == IncomingState.SETTLED:
        return None
    due = request_deadline(receipt_date(mail.received_at)).legal_due
    return int((due - today).days)


def _page(
    request: HttpRequest,
    mail: IncomingMail,
    context: Context,
    form: SortForm,
    status: int = 200,
) -> HttpResponse:
    is_open = mail.state == IncomingState.UNCLEAR
    holders = find_holders(mail.sender) if mail.sender else []
    visible = Person.objects.visible_to(staff_of(request))
    context |= {
        "mail": mail,
        "form": form,
        "days": days_left(mail, timezone.localdate()),
        "due": request_deadline(receipt_date(mail.received_at)).legal_due,
        "warning_days": number("dsr_warning_days"),
        "holders": visible.filter(pk__in=holders) if is_open else (),
        "may_sort": is_open and request.user.has_perm("privacy.change_incomingmail"),
    }
    return TemplateResponse(
        request, "privacy/desk/incoming.html", context, status=status
    )


def _guess(mail: IncomingMail) -> Context:
    """What the rules would say, as a proposal only."""
    kinds = kinds_asked(mail.subject, mail.text)
    case = mail.case.reference if mail.case else ""
    if case:
        return {"outcome": IncomingOutcome.MESSAGE, "case": case}
    return {"outcome": IncomingOutcome.CASE, "kinds": kinds} if kinds else {}


def _get(key: str | int) -> IncomingMail:
    found = str(key).isdecimal() and len(str(key)) < 19
    mail = IncomingMail.objects.select_related("case", "sorted_by")
    row = mail.filter(pk=int(key)).first() if found else None
    if row is None:
        raise Http404
    return row


def _matching(text: str) -> Q:
    """Words of mails that are not sorted yet; the reference of a request."""
    return (
        Q(sender__ilike=text)
        | Q(sender_name__ilike=text)
        | Q(subject__ilike=text)
        | Q(text__ilike=text)
        | Q(case__reference__iexact=text)
    )


def _of_state(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value == SORTED:
        return rows.filter(state=IncomingState.SETTLED)
    return rows


FILTERS = (
    Filter(
        name="state",
        label=gettext_lazy("State"),
        choices=[
            (SORTED, gettext_lazy("Sorted")),
            (ALL, gettext_lazy("Sorted and unsorted")),
        ],
        apply=_of_state,
    ),
    Filter(
        name="because",
        label=gettext_lazy("Reason"),
        choices=[choice for choice in UnclearReason.choices if choice[0]],
        apply=lambda rows, value: rows.filter(unclear_because=value),
    ),
    Filter(
        name="outcome",
        label=gettext_lazy("What became of it"),
        choices=[choice for choice in IncomingOutcome.choices if choice[0]],
        apply=lambda rows, value: rows.filter(outcome=value),
    ),
)
