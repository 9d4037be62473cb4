"""«Kept until …» on the pages of persons and sole traders."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.models import PeriodRule
from privacy.why.persons import anchor_of, is_alive
from registry.models import Company, Person, PersonClock
from registry.seams.panels import Panel, company_panel, person_panel


@person_panel(order=90)
def kept_until(request: HttpRequest, person: Person) -> Panel | None:
    """One line: until when, by which rule; two statements."""
    if not request.user.has_perm("registry.view_person"):
        return None
    return _panel(person, reverse("admin:why_person", args=[person.pk]))


@company_panel(order=90)
def business_kept_until(request: HttpRequest, company: Company) -> Panel | None:
    """The same for the business of a sole trader, which is data about her."""
    if not company.is_sole_trader or not company.proprietor_id:
        return None
    if not request.user.has_perm("registry.view_company"):
        return None
    visible = Person.objects.visible_to(request.user)  # type: ignore[arg-type]  # staff, as the right shows
    person = visible.filter(pk=company.proprietor_id).select_related("guard").first()
    if person is None:
        return None
    return _panel(person, reverse("admin:why_company", args=[company.pk]))


def _panel(person: Person, url: str) -> Panel | None:
    clock = PersonClock.objects.filter(pk=person.pk).first()
    if clock is None:
        return None
    rule = PeriodRule.objects.in_force().filter(slug=clock.rule).first()
    guard = getattr(person, "guard", None)
    today = timezone.localdate()
    return Panel(
        title=_("Storage"),
        template="privacy/why/_panel.html",
        context={
            "clock": clock,
            "rule": rule,
            "anchor_on": anchor_of(clock),
            "alive": is_alive(clock, today),
            "due": clock.last_day is not None and clock.last_day < today,
            "held": bool(guard and guard.held),
            "restricted": bool(guard and guard.restricted),
            "url": url,
        },
    )
