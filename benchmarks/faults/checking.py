"""Whether a disturbed run ended as an undisturbed one: the same rows, each once."""

from collections import Counter
from collections.abc import Iterable

from benchmarks.backlog.same_rows import Fingerprint, differences, fingerprints
from privacy.erasure.journal import read_entries
from privacy.models import LineState, RetentionBatch, RetentionRun
from privacy.restore.door import JournalDoor
from registry.digests import contact_digest
from registry.models import AuditEntry, Person
from registry.seams.signing import verify_document


def planned_digests(run: RetentionRun) -> set[str]:
    """What the journal is to hold: the keyed references of the planned persons."""
    keys = run.lines.filter(holding="persons", state=LineState.OPEN)
    persons = Person.objects.filter(pk__in=keys.values("row_pk"))
    references = persons.values_list("reference", flat=True)
    return {contact_digest(reference).hex() for reference in references}


def complaints(
    run: RetentionRun, *, planned: set[str], wanted: dict[str, Fingerprint]
) -> list[str]:
    """What is not as it must be; empty is as it should be."""
    run.refresh_from_db()
    return [sentence for sentence, holds in _checks(run, planned, wanted) if not holds]


def _checks(
    run: RetentionRun, planned: set[str], wanted: dict[str, Fingerprint]
) -> Iterable[tuple[str, bool]]:
    differing = differences(wanted, fingerprints())
    yield f"tables differ: {', '.join(differing)}", not differing
    journaled = Counter(
        person["reference"] for entry in read_entries() for person in entry["persons"]
    )
    yield "the journal names others than those who went", set(journaled) == planned
    yield (
        "somebody stands twice in the journal",
        all(n == 1 for n in journaled.values()),
    )
    yield "the journal and the database disagree", JournalDoor().look().open
    yield "the run is not done", run.state == "done"
    done = run.receipt.get("done", {})
    erased = sum(_deleted(rule) for rule in done.values())
    yield f"the receipt counts {erased} persons", erased == len(planned)
    yield "the receipt is not genuine", verify_document(run.receipt)
    ends = AuditEntry.objects.filter(action="retention.done").count()
    yield f"the run ended {ends} times", ends == 1
    left = RetentionBatch.objects.filter(run=run, done_at=None).count()
    yield f"{left} batches are undone", not left
    yield "lines are left", not run.lines.filter(state=LineState.OPEN).exists()


def _deleted(rule: dict[str, dict[str, int]]) -> int:
    return rule.get("persons", {}).get("delete_row", 0)
