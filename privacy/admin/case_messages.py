"""The officer reads what the person wrote about her request, and answers."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from privacy.models import Case
from privacy.models.case_choices import CaseState
from privacy.models.message import LONGEST
from privacy.parts import Part, Place, case_part
from privacy.services.cases import add_case_message, read_messages
from registry.desk.staff_of import staff_of

from .case_actions import register_verb, verb

SHOWN = 100


@verb
def write(request: HttpRequest, key: int) -> str:
    """Answer her; the message goes by mail and onto her page."""
    add_case_message(
        case=Case.objects.get(pk=key),
        from_person=False,
        text=request.POST.get("message", ""),
        author=staff_of(request),
    )
    return _("The message is on its way.")


@verb
def read(request: HttpRequest, key: int) -> str:
    """Nothing to answer, but it has been read."""
    read_messages(actor=staff_of(request), case_id=key)
    return ""


register_verb("message", write)
register_verb("read", read)


@case_part(Place.NOTICE, order=20)
def unread_notice(_request: HttpRequest, case: Case) -> Part | None:
    """A message that nobody has read stands above everything."""
    count = case.messages.unread().count()
    return Part("privacy/desk/_unread.html", {"count": count}) if count else None


@case_part(Place.MAIN, order=80)
def messages_part(request: HttpRequest, case: Case) -> Part | None:
    """The talk so far, and a field to go on with it."""
    if case.state == CaseState.UNCONFIRMED:
        return None
    talk = case.messages.in_order().select_related("author")
    reachable = case.person_id is not None or bool(case.email)
    may_write = reachable and request.user.has_perm("privacy.decide_case")
    shown = list(talk.reverse()[:SHOWN])[::-1]
    context = {
        "case": case,
        "messages": shown,
        "unread": any(m.from_person and m.read_at is None for m in shown),
        "may_write": may_write,
        "typed": request.POST.get("message", ""),
        "longest": LONGEST,
        "by_mail": bool(case.email),
    }
    return Part("privacy/desk/_messages.html", context)
