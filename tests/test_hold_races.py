"""A hold placed while somebody else deletes: one of them waits, and nobody is half gone."""

import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from privacy.exceptions import LegalFactError
from privacy.models import LegalHold
from registry.models import Person, PersonEmail
from registry.seams.personal_data import erase
from registry.tests.factories import EmailFactory, PersonFactory

from .hold_world import hold

pytestmark = pytest.mark.django_db(transaction=True)


def elsewhere(act: Callable[[], object]) -> "tuple[threading.Thread, list[Exception]]":
    """Run in a connection of its own; what it raised."""
    raised: list[Exception] = []

    def run() -> None:
        try:
            act()
        except (IntegrityError, LegalFactError) as error:
            raised.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, raised


def wait_for_a_lock() -> None:
    """Until the other connection waits for this one."""
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    with connection.cursor() as cursor:
        for _try in range(20_000):
            cursor.execute(waiting)
            if cursor.fetchone() != (0,):
                return
    raise AssertionError("nobody waits")


def test_an_erasure_that_meets_a_fresh_hold_is_undone_as_a_whole() -> None:
    person = PersonFactory()
    EmailFactory(person=person)
    with transaction.atomic():
        hold(person=person)
        thread, raised = elsewhere(lambda: erase([person.pk], on=timezone.localdate()))
        wait_for_a_lock()
    thread.join()
    assert len(raised) == 1
    assert Person.objects.filter(pk=person.pk).exists()
    assert PersonEmail.objects.filter(person=person).exists()


def test_a_hold_that_comes_after_the_erasure_finds_nobody() -> None:
    person = PersonFactory()
    with transaction.atomic():
        erase([person.pk], on=timezone.localdate())
        thread, raised = elsewhere(lambda: hold(person=person))
        wait_for_a_lock()
    thread.join()
    assert [type(error) for error in raised] == [LegalFactError]
    assert not LegalHold.objects.exists()
    assert not Person.objects.filter(pk=person.pk).exists()
