"""What the officer does to a case: each verb posts to one service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from privacy.erasure.certificate import search_again
from privacy.exceptions import PrivacyError
from privacy.models import Certificate, CertificateState, MentionChoice
from privacy.models.case_choices import IdentityMethod
from privacy.public.request_case_views import certificate_response
from privacy.services.cases import (
    approve_case,
    choose_person,
    close_as_unknown,
    refuse_case,
)
from privacy.services.mentions import decide_mention
from registry.desk.staff_of import staff_of
from registry.models import Person

from .case_pages import case_page

Context = dict[str, Any]
Chosen = TypeVar("Chosen", bound=TextChoices)
Verb = Callable[[HttpRequest, int, Context], HttpResponse]
Action = Callable[[HttpRequest, int], str]


def verb(action: Action) -> Verb:
    """Post, then back to the case; on refusal the page with what was typed."""

    @require_POST
    def posted(request: HttpRequest, key: int, frame: Context) -> HttpResponse:
        try:
            said = action(request, key)
        except PrivacyError as error:
            messages.error(request, error.message)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            if said:
                messages.success(request, said)
            return redirect("admin:privacy_case_change", key)
        return case_page(request, key, frame, typed=request.POST.dict(), status=409)

    return posted


@verb
def choose(request: HttpRequest, key: int) -> str:
    """Whose request it is."""
    reference = request.POST.get("person", "").strip().upper()
    person = Person.objects.filter(reference=reference).first()
    if person is None:
        raise PrivacyError(_("There is no person with this reference."))
    choose_person(
        actor=staff_of(request),
        case_id=key,
        expected_version=version_of(request),
        person=person,
        identity_method=_one_of(IdentityMethod, request.POST.get("identity_method")),
        note=request.POST.get("identity_note", ""),
    )
    return _("The person has been chosen.")


@verb
def mention(request: HttpRequest, key: int) -> str:
    """One place that speaks of her."""
    decide_mention(
        actor=staff_of(request),
        case_id=key,
        mention_id=int(request.POST.get("mention", "0")),
        choice=_one_of(MentionChoice, request.POST.get("choice")),
        reason=request.POST.get("reason", ""),
    )
    return ""


@verb
def approve(request: HttpRequest, key: int) -> str:
    """Grant it, and bind the plan on the page."""
    approve_case(
        actor=staff_of(request),
        case_id=key,
        expected_version=version_of(request),
        plan_digest=request.POST.get("plan", ""),
        reason=request.POST.get("approve_reason", ""),
        suppress="suppress" in request.POST,
    )
    return _("The request is approved.")


@verb
def refuse(request: HttpRequest, key: int) -> str:
    """Refuse it with a ground and a reason."""
    refuse_case(
        actor=staff_of(request),
        case_id=key,
        expected_version=version_of(request),
        ground=request.POST.get("ground", ""),
        reason=request.POST.get("refuse_reason", ""),
        abuse_evidence=request.POST.get("abuse_evidence", ""),
        added=request.POST.get("refuse_added", ""),
    )
    return _("The request is refused; the letter is on its way.")


@verb
def unknown(request: HttpRequest, key: int) -> str:
    """Nobody was found."""
    close_as_unknown(
        actor=staff_of(request), case_id=key, expected_version=version_of(request)
    )
    return _("The request is closed; the letter is on its way.")


@verb
def search(_request: HttpRequest, key: int) -> str:
    """Repeat the second search after something was found."""
    found = get_object_or_404(Certificate, case_id=key, state=CertificateState.RESIDUE)
    if not search_again(found, closing_letter=found.document["closing_letter"]):
        raise PrivacyError(_("Something is still there."))
    return _("Nothing is left: the certificate is final.")


def certificate(_request: HttpRequest, key: int, _frame: Context) -> HttpResponse:
    """The certificate as a file."""
    return certificate_response(get_object_or_404(Certificate, case_id=key))


def _one_of(choices: type[Chosen], value: str | None) -> Chosen:
    """A chosen word, never the empty one."""
    if not value or value not in choices.values:
        raise PrivacyError(_("Choose one of the alternatives."))
    return choices(value)


def version_of(request: HttpRequest) -> int:
    """The version of the case that its reader saw."""
    value = request.POST.get("version", "")
    return int(value) if value.isdecimal() else 0


def register_verb(name: str, act: Verb) -> None:
    """A verb of a right's own module, posted to ``…/<case>/<name>/``."""
    VERBS[name] = act


VERBS: dict[str, Verb] = {
    "choose": choose,
    "mention": mention,
    "approve": approve,
    "refuse": refuse,
    "unknown": unknown,
    "search": search,
    "certificate": certificate,
}
