"""A restored copy of the test's database, with real processes of the product on it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import psycopg2
from django.conf import settings
from django.db import connection

from kespet_crm.services.account import service_account
from kespet_crm.services.server import free_port
from kespet_crm.services.tools import postgres_programs
from tests.databases import run_on_server
from tests.harness import SLOT

ROOT = Path(__file__).resolve().parent.parent
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def tool(name: str, *arguments: str, database: str) -> bytes:
    """One of PostgreSQL's programs against the test server; what it printed."""
    where = connection.settings_dict
    programs = postgres_programs(service_account(), settings.DATA_DIR)
    command = [str(programs / name), "-h", where["HOST"], "-p", str(where["PORT"])]
    command += ["-U", where["USER"], "-d", database, *arguments]
    done = subprocess.run(
        command,
        env={**os.environ, "PGPASSWORD": where["PASSWORD"]},
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def dump(file: Path) -> None:
    """A back-up of the test's database, as docs/operations.md says."""
    database = connection.settings_dict["NAME"]
    tool("pg_dump", "--format=custom", f"--file={file}", database=database)


@contextmanager
def restored(file: Path, folder: Path) -> Iterator[RestoredSite]:
    """The dump in a database made for it; processes and database go at the end."""
    name = f"kespet_restored_{os.getpid()}"
    run_on_server(SLOT, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    run_on_server(SLOT, "CREATE DATABASE {}", name)
    site = RestoredSite(name, folder)
    try:
        tool("pg_restore", "--no-owner", str(file), database=name)
        yield site
    finally:
        for process in site.started:
            process.kill()
            process.communicate()
        run_on_server(SLOT, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


@dataclass
class Page:
    """An answer, whatever its status."""

    status: int
    text: str
    url: str


@dataclass
class RestoredSite:
    """The product on a restored database, with the journal of the one before."""

    database: str
    folder: Path
    port: int = field(default_factory=free_port)
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        where = {**connection.settings_dict, "NAME": self.database}
        url = "postgres://{USER}:{PASSWORD}@/{NAME}?host={HOST}&port={PORT}"
        return {
            **os.environ,
            "DATABASE_URL": url.format(**where),
            "ERASURE_JOURNAL": settings.ERASURE_JOURNAL,
            "DATA_DIR": str(self.folder),
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            "WEB_PORT": str(self.port),
            "WEB_PROCESSES": "1",
            "DJANGO_SETTINGS_MODULE": "kespet_crm.settings",
        }

    def start_web(self) -> None:
        """gunicorn, as bin/run starts it; here when it lives."""
        command = ["gunicorn", "--config", "python:kespet_crm.gunicorn_conf"]
        self._start(*command, "kespet_crm.wsgi")
        while True:
            try:
                if self.get("/health/live").status == 200:
                    return
            except urllib.error.URLError:
                os.sched_yield()  # the test's own timeout is the limit

    def start_worker(self) -> subprocess.Popen[str]:
        """A real worker on the test's broker; its log is its standard output."""
        command = ["celery", "-A", "kespet_crm.celery", "worker", "--pool=solo"]
        command += ["--without-gossip", "--without-mingle"]
        return self._start(*command, output=subprocess.PIPE)

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            text=True,
            capture_output=True,
            check=False,
            timeout=200,
        )

    def get(
        self, path: str, browser: urllib.request.OpenerDirector | None = None
    ) -> Page:
        return self._open(urllib.request.Request(self._address(path)), browser)

    def ready(self) -> tuple[int, dict[str, str]]:
        page = self.get("/health/ready")
        return page.status, json.loads(page.text)

    def log_in(
        self, name: str, password: str
    ) -> tuple[Page, urllib.request.OpenerDirector]:
        """The page after the log-in, and the browser."""
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        browser = urllib.request.build_opener(cookies)
        token = TOKEN.search(self.get("/admin/login/", browser).text)
        assert token
        values = {"csrfmiddlewaretoken": token[1], "next": "/admin/"}
        values |= {"username": name, "password": password}
        post = urllib.request.Request(
            self._address("/admin/login/"),
            data=urlencode(values).encode(),
            headers={"Referer": self._address("/admin/login/")},
        )
        return self._open(post, browser), browser

    def mails(self) -> int:
        """How many were sent."""
        return len(list((self.folder / "mail").glob("*.log")))

    def text(self) -> str:
        """The whole database, as a plain dump."""
        return tool("pg_dump", database=self.database).decode()

    def ask(self, statement: str) -> list[tuple[object, ...]]:
        where = connection.settings_dict
        with (
            closing(
                psycopg2.connect(
                    host=where["HOST"],
                    port=where["PORT"],
                    user=where["USER"],
                    password=where["PASSWORD"],
                    dbname=self.database,
                )
            ) as server,
            server.cursor() as cursor,
        ):
            cursor.execute(statement)
            return list(cursor.fetchall())

    def _start(
        self, *module: str, output: int = subprocess.DEVNULL
    ) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", *module],
            cwd=ROOT,
            env=self.environment,
            text=True,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        self.started.append(process)
        return process

    def _address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def _open(
        self,
        request: urllib.request.Request,
        browser: urllib.request.OpenerDirector | None,
    ) -> Page:
        opener = browser or urllib.request.build_opener()
        try:
            with opener.open(request, timeout=30) as answer:
                return Page(answer.status, answer.read().decode(), answer.url)
        except urllib.error.HTTPError as answer:
            return Page(answer.code, answer.read().decode(), answer.url or "")
