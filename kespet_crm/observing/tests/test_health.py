"""What a load balancer is told."""

import pytest
from django.db import connection

from kespet_crm.observing import health
from registry.seams import opening


def test_living_process_says_so_without_a_database(client) -> None:
    assert client.get("/health/live").content == b"ok"


@pytest.mark.django_db
def test_ready_means_database_cache_and_migrations(client) -> None:
    response = client.get("/health/ready")
    assert response.status_code == 200
    assert response.json() == {
        "database": "ok",
        "cache": "ok",
        "migrations": "ok",
        "opening": "ok",
    }


@pytest.mark.django_db
def test_missing_migration_is_not_ready(client) -> None:
    health._look_at_migrations.cache_clear()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json()["migrations"] == "failed"
    assert response.json()["database"] == "ok"


@pytest.mark.django_db
def test_unreachable_cache_is_not_ready_and_names_no_address(client, settings) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json() == {
        "database": "ok",
        "cache": "failed",
        "migrations": "ok",
        "opening": "ok",
    }


@pytest.mark.django_db
def test_closed_register_is_not_ready_and_says_why_and_lives(client) -> None:
    opening.remember(opening.Opening(open=False, reason="database_behind"))
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json()["opening"] == "closed"
    assert response.json()["reason"] == "database_behind"
    assert client.get("/health/live").status_code == 200
