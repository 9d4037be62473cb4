"""What an objection is against: the activities on Art. 6(1)(f) that concern a person,
each with the version of its balancing test that is in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from privacy.models import Activity, BalancingTest, Basis, Interest, SubjectKind
from registry.choices import PersonKind
from registry.models import Company, Person, Position

KINDS = {
    PersonKind.CUSTOMER: SubjectKind.CUSTOMER,
    PersonKind.FORMER: SubjectKind.CUSTOMER,
    PersonKind.PROSPECT: SubjectKind.PROSPECT,
    PersonKind.SUPPLIER_CONTACT: SubjectKind.CONTACT,
}


@dataclass(frozen=True, slots=True)
class Weighing:
    """One activity that an objection stops unless overriding grounds are shown."""

    activity: Activity
    test: BalancingTest | None

    @property
    def is_marketing(self) -> bool:
        """Direct marketing is never weighed (Art. 21(3))."""
        return self.activity.interest == Interest.DIRECT_MARKETING

    @property
    def may_override(self) -> bool:
        """Without a test in force nothing shows that our grounds prevail."""
        return self.test is not None and not self.is_marketing


def kinds_of_person(person_id: int) -> set[SubjectKind]:
    """As what she is in the register: a person may be several."""
    person = Person.objects.only("kind", "private_customer").get(pk=person_id)
    found = {KINDS[PersonKind(person.kind)]}
    if (
        person.private_customer
        or Company.objects.filter(proprietor=person_id, is_sole_trader=True).exists()
    ):
        found.add(SubjectKind.SOLE_TRADER)
    current = Position.objects.filter(person=person_id, ends_on=None)
    if current.filter(company__is_sole_trader=False).exists():
        found.add(SubjectKind.CONTACT)
    return found


def weigh(person_id: int, *, on: date) -> list[Weighing]:
    """The running activities that rest on a legitimate interest and concern her kind,
    by name; each with its newest balancing test in force on that day."""
    kinds = sorted(kinds_of_person(person_id))
    activities = Activity.objects.running().filter(
        basis=Basis.LEGITIMATE_INTEREST, subjects__overlap=kinds
    )
    tests = {
        test.activity_id: test
        for test in BalancingTest.objects.in_force(on).order_by("version")
    }
    return [Weighing(activity, tests.get(activity.pk)) for activity in activities]
