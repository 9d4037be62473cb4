"""Verbs of the officer about a case's time and its letters."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from privacy.controller import controller
from privacy.exceptions import PrivacyError
from privacy.letters import (
    Written,
    drop_letter,
    record_posting,
    resend_letter,
    with_fresh_link,
    write_letter,
)
from privacy.letters.writing import link_words
from privacy.models import Case, CaseLetter, LetterKind
from privacy.services.cases import extend_case
from privacy.services.cases.extending import extension_words
from registry.desk.staff_of import staff_of
from registry.models import Address, Person
from registry.seams.audit import record

from .case_actions import register_verb, verb
from .case_pages import case_page

Context = dict[str, Any]


@verb
def extend(request: HttpRequest, key: int) -> str:
    """Two further months, once."""
    given = request.POST
    extend_case(
        actor=staff_of(request),
        case_id=key,
        expected_version=_number(given.get("version")),
        ground=given.get("extend_ground", ""),
        reason=given.get("extend_reason", ""),
        added=given.get("extend_added", ""),
    )
    return _("The letter is on its way. The time is longer once it has left in time.")


@verb
def resend(request: HttpRequest, key: int) -> str:
    """An undelivered letter again."""
    resend_letter(
        actor=staff_of(request),
        letter_id=_letter_of(request, key).pk,
        to=request.POST.get("letter_to", ""),
        reason=request.POST.get("letter_reason", ""),
    )
    return _("The letter is on its way again.")


@verb
def posted(request: HttpRequest, key: int) -> str:
    """A printed letter was posted."""
    try:
        day = date.fromisoformat(request.POST.get("posted_on", ""))
    except ValueError as error:
        raise PrivacyError(_("Write the day of posting.")) from error
    letter = _letter_of(request, key)
    record_posting(actor=staff_of(request), letter_id=letter.pk, posted_on=day)
    return _("The posting has been recorded.")


@verb
def drop(request: HttpRequest, key: int) -> str:
    """A letter that will not be sent."""
    drop_letter(
        actor=staff_of(request),
        letter_id=_letter_of(request, key).pk,
        reason=request.POST.get("drop_reason", ""),
    )
    return _("It is written down why the letter is not sent.")


@require_POST
def preview(request: HttpRequest, key: int, frame: Context) -> HttpResponse:
    """The letter that a form of the page would send, in the person's language; what was
    typed stays, and nothing is stored."""
    case = get_object_or_404(Case, pk=key)
    writer = PREVIEWS.get(request.POST.get("preview", ""))
    if writer is None:
        raise Http404
    try:
        request.letter_preview = writer(case, request)  # type: ignore[attr-defined]  # read by its part, dies with the request
    except PrivacyError as error:
        messages.error(request, error.message)
    return case_page(request, key, frame, typed=request.POST.dict())


@require_POST
def print_letter(request: HttpRequest, key: int, frame: Context) -> HttpResponse:
    """A letter as a page to print, with the postal address that is on file. Posted, for
    the paper carries a secret link of its own."""
    letter = _letter_of(request, key)
    record(
        actor=staff_of(request),
        action="letter.printed",
        subjects=[("case", key)],
        purpose="rights",
    )
    context = {
        **frame,
        "letter": letter,
        "text": with_fresh_link(letter),
        "case": letter.case,
        "sender": controller(),
        "addressee": _addressee(letter.case),
    }
    return render(request, "privacy/desk/letter_print.html", context)


def _addressee(case: Case) -> list[str]:
    """Name and postal address on file; the name as she wrote it where nobody is found."""
    person = Person.objects.filter(pk=case.person_id or 0).first()
    if person is None:
        return [case.name] if case.name else []
    found = Address.objects.filter(person=person).order_by("pk").first()
    lines = [person.full_name]
    if found:
        lines += [found.street, f"{found.postal_code} {found.city}".strip()]
    return [line for line in lines if line]


def _refusal(case: Case, request: HttpRequest) -> Written:
    would_be = copy.copy(case)
    would_be.decision_reason = request.POST.get("refuse_reason", "").strip()
    would_be.refusal_ground = request.POST.get("ground", "")
    return write_letter(
        would_be,
        LetterKind.REFUSED,
        {"added": request.POST.get("refuse_added", "").strip()},
    )


def _extension(case: Case, request: HttpRequest) -> Written:
    given = request.POST
    words = extension_words(
        case,
        given.get("extend_ground", ""),
        given.get("extend_reason", ""),
        given.get("extend_added", ""),
        link=link_words(case.language),
    )
    return write_letter(case, LetterKind.EXTENSION, words)


def _message(case: Case, request: HttpRequest) -> Written:
    words = {
        "text": request.POST.get("text", "").strip(),
        "link": link_words(case.language),
    }
    return write_letter(case, LetterKind.MESSAGE, words)


PREVIEWS = {"refused": _refusal, "extension": _extension, "message": _message}


def _letter_of(request: HttpRequest, key: int) -> CaseLetter:
    """The letter that the form names, of this case only."""
    number = _number(request.POST.get("letter"))
    return get_object_or_404(CaseLetter, pk=number, case_id=key)


def _number(value: str | None) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 19 else 0


for name, act in {
    "extend": extend,
    "resend": resend,
    "posted": posted,
    "drop": drop,
    "preview": preview,
    "print": print_letter,
}.items():
    register_verb(name, act)
