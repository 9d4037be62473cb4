"""Ending a customer relationship, and taking back an end recorded by mistake."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from registry.choices import ENDING_EVENTS, EndReason, EventKind
from registry.exceptions import RelationshipError
from registry.models import BusinessEvent, Company, Person, Staff
from registry.queries.relationships import Relationship, relationship_of
from registry.seams.audit import record

from .orders import record_business_event
from .restricted_use import demand_changeable


@transaction.atomic
def end_relationship(
    *,
    actor: Staff | None,
    on: date,
    reason: EndReason,
    person: Person | None = None,
    company: Company | None = None,
) -> BusinessEvent:
    """Record that the relationship of a person or a company ended on that day, which
    may be to come. The end is an event like any other: what happens later re-opens.

    RelationshipError where there is no relationship, where it has ended by that day,
    or where something shows that it went on after."""
    subject = _locked(person, company)
    _demand_endable(relationship_of(subject, today=on), on)
    ceased = reason == EndReason.CEASED
    if ceased and isinstance(subject, Person):
        raise RelationshipError(_("A private person has no business that ceases."))
    event = record_business_event(
        kind=EventKind.DISSOLVED if ceased else EventKind.AGREED_END,
        on=on,
        evidence_type=reason,
        evidence_ref=f"{_kind(subject)}-{subject.pk}-{on.isoformat()}",
        person=person,
        company=company,
    )
    if ceased:
        Company.objects.filter(pk=subject.pk, dissolved_on=None).update(
            dissolved_on=on, version=F("version") + 1, updated_at=timezone.now()
        )
    record(
        actor=actor,
        action="relationship.ended",
        subjects=[(_kind(subject), subject.pk)],
        fields=["on", "kind"],
    )
    return event


@transaction.atomic
def withdraw_end(
    *,
    actor: Staff | None,
    person: Person | None = None,
    company: Company | None = None,
) -> None:
    """Take back the end that counts, recorded by mistake. RelationshipError where no
    end is recorded."""
    subject = _locked(person, company)
    ending = relationship_of(subject, today=timezone.localdate()).ending
    if ending is None or ending.kind not in ENDING_EVENTS:
        raise RelationshipError(_("No end of the relationship is recorded."))
    if ending.kind == EventKind.DISSOLVED:
        Company.objects.filter(pk=subject.pk, dissolved_on=ending.on).update(
            dissolved_on=None, version=F("version") + 1, updated_at=timezone.now()
        )
    ending.delete()
    record(
        actor=actor,
        action="relationship.end_withdrawn",
        subjects=[(_kind(subject), subject.pk)],
        fields=["on", "kind"],
    )


def _locked(person: Person | None, company: Company | None) -> Person | Company:
    if person is not None:
        demand_changeable(person.pk)
        return Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if company is None:
        raise ValueError("whose relationship ends?")
    return Company.objects.select_for_update(no_key=True).get(pk=company.pk)


def _demand_endable(known: Relationship, on: date) -> None:
    if not known.exists:
        raise RelationshipError(_("There is no customer relationship that could end."))
    if known.last and on < known.last:
        day = date_format(known.last, "SHORT_DATE_FORMAT")
        raise RelationshipError(
            _("The relationship still lived on %(day)s.") % {"day": day}
        )
    if known.end.on is not None:
        day = date_format(known.end.on, "SHORT_DATE_FORMAT")
        raise RelationshipError(_("The relationship ended on %(day)s.") % {"day": day})


def _kind(subject: Person | Company) -> str:
    return "company" if isinstance(subject, Company) else "person"
