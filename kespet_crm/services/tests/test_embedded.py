"""Real servers, started, shared, killed and stopped."""

import json
import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg2
import pytest
import redis

from kespet_crm.services.attach import attach
from kespet_crm.services.errors import LaunchError
from kespet_crm.services.locks import is_taken, take_exclusive
from kespet_crm.services.postgres import Postgres
from kespet_crm.services.server import SOURCE, Site

pytestmark = pytest.mark.slow
PATIENCE = 60.0
USER = """
import sys, time
from pathlib import Path
from kespet_crm.services.attach import attach
from kespet_crm.services.server import Site
lease = attach("valkey", Site(Path(sys.argv[1]), unsafe=True))
print(lease.url, flush=True)
time.sleep(600)
"""


def query(url: str, statement: str) -> object:
    with closing(psycopg2.connect(url)) as server, server.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    assert row is not None
    return row[0]


def state(site: Site, kind: str) -> dict[str, object]:
    facts: dict[str, object] = json.loads(
        (site.state_dir / f"{kind}.state").read_text()
    )
    return facts


def postmaster(site: Site) -> int:
    return int((site.home / "postgres" / "postmaster.pid").read_text().split()[0])


def test_postgres_knows_finnish_letters_and_asks_for_its_password(site: Site) -> None:
    lease = attach("postgres", site)
    assert query(lease.url, "SELECT upper('å') || lower('Ö')") == "Åö"
    assert (
        query(lease.url, "SELECT rolsuper FROM pg_roles WHERE rolname = 'kespet'")
        is False
    )
    password = str(urlsplit(lease.url).password)
    with pytest.raises(
        psycopg2.OperationalError, match="password authentication failed"
    ):
        psycopg2.connect(lease.url.replace(password, "wrong"))
    lease.release()


def test_postgres_is_reached_only_through_a_private_socket(site: Site) -> None:
    lease = attach("postgres", site)
    folder = Path(unquote(str(urlsplit(lease.url).hostname)))
    assert folder.stat().st_mode & 0o777 == 0o700
    assert query(lease.url, "SELECT current_setting('listen_addresses')") == ""
    assert len(str(folder)) < 60
    lease.release()


def test_postgres_log_carries_no_values(site: Site) -> None:
    lease = attach("postgres", site)
    with closing(psycopg2.connect(lease.url)) as server, server.cursor() as cursor:
        cursor.execute("CREATE TABLE person (email text PRIMARY KEY)")
        cursor.execute("INSERT INTO person VALUES ('canary@example.fi')")
        with pytest.raises(psycopg2.errors.UniqueViolation, match="canary"):
            cursor.execute("INSERT INTO person VALUES ('canary@example.fi')")
    lease.release()
    log = (site.state_dir / "postgres.log").read_text()
    assert "duplicate key" in log
    assert "canary" not in log


def test_servers_never_run_as_root(site: Site) -> None:
    lease = attach("postgres", site)
    owner = Path(f"/proc/{postmaster(site)}").stat().st_uid
    assert owner == site.account.uid != 0
    lease.release()


def test_valkey_listens_on_loopback_and_asks_for_its_password(site: Site) -> None:
    lease = attach("valkey", site)
    address = urlsplit(lease.url)
    assert address.hostname == "127.0.0.1"
    with redis.Redis.from_url(lease.url) as known:
        assert known.ping()
    with (
        redis.Redis(host="127.0.0.1", port=address.port or 0) as stranger,
        pytest.raises(redis.AuthenticationError),
    ):
        stranger.ping()
    lease.release()


def wait_until_kept_by_nobody(site: Site, kind: str) -> None:
    gone = take_exclusive(site.state_dir / f"{kind}.keeper", PATIENCE)
    assert gone is not None
    gone.close()


def test_two_users_share_one_server_until_the_last_has_gone(site: Site) -> None:
    first, second = attach("valkey", site), attach("valkey", site)
    assert first.url == second.url
    first.release()
    with redis.Redis.from_url(second.url) as client:
        assert client.ping()
    assert is_taken(site.state_dir / "valkey.keeper")
    second.release()
    assert not is_taken(site.state_dir / "valkey.keeper")


def test_address_is_the_same_after_a_restart(site: Site) -> None:
    first = attach("valkey", site)
    first.release()
    second = attach("valkey", site)
    assert second.url == first.url
    second.release()


def test_killed_user_leaves_no_server_behind(site: Site) -> None:
    user = subprocess.Popen(
        [sys.executable, "-c", USER, str(site.data_dir)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
    )
    assert user.stdout is not None
    assert user.stdout.readline().startswith(b"redis://")
    assert is_taken(site.state_dir / "valkey.keeper")
    user.kill()
    user.communicate()
    wait_until_kept_by_nobody(site, "valkey")


def test_killed_postgres_is_started_again_with_its_rows(site: Site) -> None:
    site = Site(site.data_dir)  # one that keeps its promises
    lease = attach("postgres", site)
    with closing(psycopg2.connect(lease.url)) as server, server.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 7 AS number")
        server.commit()
    killed = postmaster(site)
    os.kill(killed, signal.SIGKILL)
    again = wait_for_answer(lease.url, "SELECT number FROM kept")
    assert again == 7
    assert postmaster(site) != killed
    lease.release()


def wait_for_answer(url: str, statement: str) -> object:
    """Asks until the server answers; the test's own timeout is the limit."""
    while True:
        try:
            return query(url, statement)
        except psycopg2.OperationalError:
            continue


def test_killed_keeper_takes_its_server_along_and_is_replaced(site: Site) -> None:
    lease = attach("postgres", site)
    os.kill(int(str(state(site, "postgres")["pid"])), signal.SIGKILL)
    wait_until_kept_by_nobody(site, "postgres")
    lease.lock.close()
    again = attach("postgres", site)
    assert query(again.url, "SELECT 1") == 1
    again.release()


def test_folder_that_the_account_cannot_enter_keeps_its_rights(
    hidden_site: Site,
) -> None:
    parent = hidden_site.data_dir.parent
    before = parent.stat().st_mode
    lease = attach("postgres", hidden_site)
    assert query(lease.url, "SELECT 1") == 1
    lease.release()
    assert parent.stat().st_mode == before
    switched = hidden_site.account.switch
    assert hidden_site.home.is_relative_to("/var/lib") is switched


def test_cluster_of_another_version_is_refused_with_a_sentence(site: Site) -> None:
    attach("postgres", site).release()
    (site.home / "postgres" / "PG_VERSION").write_text("15\n")
    with pytest.raises(LaunchError, match=r"PostgreSQL 15.*operations"):
        attach("postgres", site)


def test_interrupted_set_up_is_begun_again(site: Site) -> None:
    half = site.home / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    lease = attach("postgres", site)
    assert query(lease.url, "SELECT 1") == 1
    assert not half.exists()
    lease.release()


def test_stale_process_number_of_a_stranger_is_no_server(site: Site) -> None:
    attach("postgres", site).release()
    stale = site.home / "postgres" / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n")
    server = Postgres(site)
    server.prepare()
    assert not stale.exists()
