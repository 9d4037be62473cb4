"""Fixtures for every app: real PostgreSQL and Valkey, clean at the start of each test.

A test in a transaction is rolled back. A test with `django_db(transaction=True)`, and
one with a live server, gets a database freshly cloned from the template; nothing is
ever flushed, so rows that migrations brought stay as production has them.
"""

import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import hypothesis
import pytest
import redis
from django.conf import settings
from django.test import TransactionTestCase, override_settings
from pytest_django.plugin import DjangoDbBlocker

from privacy.restore import marks
from registry.seams import opening
from tests.databases import clone_template, drop_clone, ensure_template
from tests.harness import SLOT

hypothesis.settings.register_profile("house", deadline=None)  # tests measure no time
hypothesis.settings.load_profile("house")

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUICK_HASHER = "django.contrib.auth.hashers.MD5PasswordHasher"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests need Chromium; REQUIRE_BROWSER makes its absence a failure.

    Tests that fork come first: a child of a process in which a browser test has
    started threads may wait for ever for a lock that no thread of its own holds."""
    items.sort(key=lambda item: item.get_closest_marker("forks") is None)
    if any(map(shutil.which, BROWSERS)):
        return
    left_out = [item for item in items if item.get_closest_marker("browser")]
    if left_out and os.environ.get("REQUIRE_BROWSER") == "1":
        raise pytest.UsageError("REQUIRE_BROWSER=1, and there is no Chromium")
    for item in left_out:
        item.add_marker(pytest.mark.skip(reason="left out: there is no Chromium"))


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Replaces pytest-django's: clones instead of migrating once per process."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        template = ensure_template(SLOT)
        clone_template(SLOT, template)
        patch.setattr(
            TransactionTestCase,
            "_fixture_teardown",
            lambda _case: clone_template(SLOT, template),
        )
        yield
        drop_clone(SLOT)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """The real hash is slow on purpose; no test here is about its strength."""
    with override_settings(PASSWORD_HASHERS=[QUICK_HASHER]):
        yield


_JOURNALS = count()


@pytest.fixture(autouse=True)
def own_journal(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Path]:
    """An empty erasure journal for each test, and an open register.

    Marks are committed past the test's transaction: those of the test before go first.
    """
    path = tmp_path_factory.getbasetemp() / f"journal-{next(_JOURNALS)}.jsonl"
    if marks.has_own():
        with django_db_blocker.unblock(), marks.own_connection().cursor() as cursor:
            cursor.execute("DELETE FROM privacy_journalmark WHERE number > 0")
    opening.remember(opening.OPEN, seconds=3_600)
    with (
        override_settings(ERASURE_JOURNAL=str(path)),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("ERASURE_JOURNAL", str(path))  # for processes that a test starts
        yield path
    opening.forget()


@pytest.fixture(scope="session")
def valkey() -> Iterator[redis.Redis]:
    """This process's own database number on the test server."""
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        yield client


@pytest.fixture(autouse=True)
def clean_cache(valkey: redis.Redis) -> None:
    """No test sees what another one cached or queued."""
    valkey.flushdb()
