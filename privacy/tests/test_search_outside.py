"""The second search looks beside the database too."""

import pytest
import redis
from django.core.cache import cache
from django.test import override_settings

from privacy.erasure.certificate import search_again
from privacy.erasure.outside import UNREACHABLE, search_outside
from privacy.models import Certificate
from registry.seams.jobs import run_due_jobs
from registry.seams.mail import send_due_mail
from registry.seams.personal_data import Traces

from .cases import aino, approved_case, confirmed_case, officer

pytestmark = pytest.mark.django_db(transaction=True)
HERS = Traces(words=("ainokaisa@kanaria.example",), names=("Ainokaisa Kanarialintu",))


@pytest.mark.parametrize("where", ["cache", "list", "hash", "set", "zset"])
def test_trace_beside_the_database_is_found(where: str, valkey: redis.Redis) -> None:
    assert search_outside(HERS) == {}
    word = "Hei ainokaisa@KANARIA.example"
    if where == "cache":
        cache.set("viimeksi", {"kuka": word})
    elif where == "list":
        valkey.lpush("celery", word)
    elif where == "hash":
        valkey.hset("unacked", "1", word)
    elif where == "set":
        valkey.sadd("joukko", word)
    else:
        valkey.zadd("unacked_index", {word: 1})
    assert search_outside(HERS) == {"outside.cache_and_broker": 1}


def test_certificate_waits_until_the_cache_is_clean() -> None:
    aino()
    approved_case(officer(), confirmed_case())
    run_due_jobs()
    cache.set("viimeksi", "Ainokaisa Kanarialintu")
    send_due_mail()
    certificate = Certificate.objects.get()
    assert certificate.state == "residue"
    assert certificate.document["residue"] == {"outside.cache_and_broker": 1}
    cache.clear()
    assert search_again(certificate, closing_letter="accepted")
    certificate.refresh_from_db()
    assert certificate.state == "final"


def test_cache_that_cannot_be_searched_proves_nothing() -> None:
    with override_settings(REDIS_URL="redis://127.0.0.1:1/0"):
        assert search_outside(HERS) == {UNREACHABLE: 1}
