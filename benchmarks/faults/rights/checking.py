"""Whether each right ended as it does undisturbed: once, with one letter."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from email import message_from_bytes
from pathlib import Path

from django.db.models import Count

from privacy.erasure.journal import read_entries
from privacy.models import (
    AccessPackage,
    Case,
    CaseLetter,
    Certificate,
    Objection,
    Restriction,
)
from privacy.models.case_choices import EXPORT_KINDS, CaseKind, CaseState
from privacy.restore.door import JournalDoor
from registry.models import Person
from registry.seams.personal_data import rescan
from registry.seams.signing import verify_document

from .preparing import NEW_NAME, Asked


def complaints(asked: Sequence[Asked], sent: Path) -> list[str]:
    """What is not as it must be; empty is as it should be."""
    return [sentence for sentence, holds in _checks(asked, sent) if not holds]


def twice(sent: Path) -> int:
    """Letters that a server was given a second time under the same Message-ID: a
    worker died between the server's word and the note of it."""
    return sum(n - 1 for n in _message_ids(sent).values())


def _checks(asked: Sequence[Asked], sent: Path) -> Iterator[tuple[str, bool]]:
    keys = [one.case_id for one in asked]
    open_ones = Case.objects.filter(pk__in=keys).exclude(state=CaseState.CLOSED)
    yield f"open: {[*open_ones.values_list('kind', 'state', 'block')]}", not open_ones
    doubled = (
        CaseLetter.objects.filter(case__in=keys)
        .values("case", "kind")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
    )
    yield f"letters written twice: {[*doubled]}", not doubled
    often = max(_message_ids(sent).values(), default=0)
    yield f"a letter left {often} times", often <= 2
    yield from _erasures([one for one in asked if one.kind == CaseKind.ERASURE])
    yield from _exports([one for one in asked if one.kind in EXPORT_KINDS])
    yield from _facts(asked)


def _erasures(asked: Sequence[Asked]) -> Iterator[tuple[str, bool]]:
    keys = [one.person_id for one in asked]
    yield "an erased person is there", not Person.objects.filter(pk__in=keys).exists()
    entries = Counter(entry["id"] for entry in read_entries())
    wanted = {f"case:{reference}" for reference in _references(asked)}
    yield "the journal names others than those who went", set(entries) == wanted
    yield "an entry stands twice in the journal", set(entries.values()) <= {1}
    yield "the journal and the database disagree", JournalDoor().look().open
    for one in asked:
        left = rescan(one.traces, person_ids=[one.person_id])
        yield f"something is left: {left}", not left
    papers = Certificate.objects.filter(case__in=[one.case_id for one in asked])
    yield "a certificate is missing", papers.count() == len(asked)
    yield "a certificate is not final", all(p.state == "final" for p in papers)
    yield "a certificate is forged", all(verify_document(p.document) for p in papers)


def _facts(asked: Sequence[Asked]) -> Iterator[tuple[str, bool]]:
    """One row of law for each right that leaves one, and each name corrected."""
    people: dict[str, list[int]] = {kind: [] for kind in CaseKind}
    for one in asked:
        people[one.kind].append(one.person_id)
    restrictions = Restriction.objects.filter(lifted_at=None, ground="18_1_b")
    objections = Objection.objects.filter(kind="marketing")
    own = Objection.objects.filter(kind="own_grounds").exclude(decision="")
    corrected = Person.objects.filter(family_name=NEW_NAME)
    for kind, found in (
        (CaseKind.RECTIFICATION, corrected.filter(pk__in=people["rectification"])),
        (CaseKind.RESTRICTION, restrictions.filter(person__in=people["restriction"])),
        (CaseKind.OBJECTION, own.filter(person__in=people["objection"])),
        (
            CaseKind.MARKETING_OBJECTION,
            objections.filter(person__in=people["marketing_objection"]),
        ),
    ):
        count = found.count()
        yield f"{count} rows after {kind}", count == len(people[kind])


def _exports(asked: Sequence[Asked]) -> Iterator[tuple[str, bool]]:
    packages = AccessPackage.objects.filter(case__in=[one.case_id for one in asked])
    yield f"{packages.count()} packages", packages.count() == len(asked)
    yield "a package's file is not what its row says", all(map(_is_whole, packages))


def _is_whole(package: AccessPackage) -> bool:
    return hashlib.sha256(package.path.read_bytes()).hexdigest() == package.sha256


def _references(asked: Iterable[Asked]) -> Iterable[str]:
    keys = [one.case_id for one in asked]
    return Case.objects.filter(pk__in=keys).values_list("reference", flat=True)


def _message_ids(sent: Path) -> Counter[str]:
    files = (path.read_bytes() for path in sent.iterdir())
    return Counter(
        str(message_from_bytes(part.lstrip())["Message-ID"])
        for file in files
        for part in file.split(b"-" * 79)
        if part.strip()
    )
