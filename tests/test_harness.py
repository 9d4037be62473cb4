"""The harness itself: clones of a migrated template, clean cache, no flush."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.db import connection

from registry.models import Partner
from tests.databases import template_name

SUBPROCESS = """
import django; django.setup()
from django.contrib.auth.models import Group
print(Group.objects.filter(name="committed").count())
"""


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_transactional_test_starts_in_a_fresh_clone(turn: int) -> None:
    assert not Partner.objects.exists()

    assert Partner.objects.create(name=f"turn {turn}").pk == 1


@pytest.mark.django_db
def test_rows_of_migrations_outlive_transactional_tests() -> None:
    assert Permission.objects.filter(codename="view_staff").exists()


@pytest.mark.django_db(transaction=True)
def test_subprocess_sees_committed_rows() -> None:
    Group.objects.create(name="committed")
    command = [sys.executable, "-c", SUBPROCESS]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"


@pytest.mark.parametrize("turn", [1, 2])
def test_cache_is_empty_at_the_start_of_each_test(turn: int) -> None:
    assert cache.get("left-behind") is None
    cache.set("left-behind", turn)
    assert cache.get("left-behind") == turn


@pytest.mark.django_db
def test_database_can_tell_letters_with_dots() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT upper('äöå')")
        assert cursor.fetchone() == ("ÄÖÅ",)


def test_changed_migration_gives_another_template(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").touch()
    migration = tmp_path / "registry" / "migrations" / "0001_initial.py"
    migration.parent.mkdir(parents=True)
    migration.write_text("# one")
    before = template_name(tmp_path)
    assert template_name(tmp_path) == before
    migration.write_text("# two")
    assert template_name(tmp_path) != before
