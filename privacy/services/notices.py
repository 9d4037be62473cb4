"""The notice: published as a whole, delivered to each person (Art. 12–14)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.exceptions import LegalFactError
from privacy.models import NoticeDelivery, NoticeText, NoticeVersion
from privacy.notice.structure import digest_text
from registry.choices import Language, SourceKind
from registry.models import Person, Source, Staff
from registry.seams.audit import record


@transaction.atomic
def publish_notice(
    *,
    actor: Staff | None,
    texts: Mapping[str, str],
    valid_from: date,
    interim: Collection[str] = (),
) -> NoticeVersion:
    """Publish the next version in every language; from then on nothing changes in it.

    texts: language → body. interim: languages whose text is our own translation."""
    if set(texts) != set(Language.values):
        raise LegalFactError(_("The notice is published in every language at once."))
    newest = NoticeVersion.objects.aggregate(highest=Max("number"))["highest"] or 0
    version = NoticeVersion.objects.create(
        number=newest + 1, valid_from=valid_from, published_by=actor
    )
    NoticeText.objects.bulk_create(
        NoticeText(
            version=version,
            language=language,
            body=body,
            sha256=digest_text(body),
            interim=language in interim,
        )
        for language, body in texts.items()
    )
    record(actor=actor, action="notice.published", subjects=[("notice", version.pk)])
    return version


@transaction.atomic
def record_notice(
    *,
    actor: Staff | None = None,
    person_ids: Collection[int],
    way: str,
    version: NoticeVersion | None = None,
    message_ref: str = "",
    at: datetime | None = None,
) -> int:
    """Record that these people were given the notice in force, each in her language;
    returns how many. Unknown keys are left out."""
    at = at or timezone.now()
    version = version or NoticeVersion.objects.in_force(timezone.localdate(at))
    persons = Person.objects.filter(pk__in=list(person_ids))
    deliveries = [
        NoticeDelivery(
            person_id=key,
            version=version,
            language=language,
            way=way,
            message_ref=message_ref,
            at=at,
            recorded_by=actor,
        )
        for key, language in persons.values_list("pk", "language")
    ]
    NoticeDelivery.objects.bulk_create(deliveries, batch_size=5_000)
    record(
        actor=actor,
        action="notice.delivered",
        subjects=[("person", delivery.person_id) for delivery in deliveries],
    )
    return len(deliveries)


def uninformed(persons: QuerySet[Person]) -> QuerySet[Person]:
    """Those to whom no version of the notice has been given (P60)."""
    given = NoticeDelivery.objects.filter(person=OuterRef("pk"))
    return persons.filter(~Exists(given))


def owed_article_14(persons: QuerySet[Person]) -> QuerySet[Person]:
    """Those whose data came from a partner and who have not been told (Art. 14)."""
    from_partner: Any = Source.objects.filter(
        Q(kind=SourceKind.PARTNER), person=OuterRef("pk")
    )
    return uninformed(persons).filter(Exists(from_partner))
