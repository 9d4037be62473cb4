"""Pages of staff from a real web process, beside a worker that erases."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from time import perf_counter, sleep
from typing import Final
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.test import Client
from django.urls import reverse

from benchmarks.forms import read_form
from benchmarks.pages import EDIT, PEOPLE, PERSON, SEARCH, PageError
from benchmarks.subjects import Subject
from kespet_crm.seeding.logins import ensure_logins
from kespet_crm.services.server import free_port

from .clones import CLONE, url_of

PATIENCE: Final = 60.0
_FORM: Final = "application/x-www-form-urlencoded"


class Browser:
    """One salesperson's browser: cookies, forms, and how long each answer took."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("localhost", port, timeout=PATIENCE)
        client = Client(HTTP_HOST="localhost")
        client.force_login(ensure_logins("bench-only-password")["myynti"])
        self._cookies = {name: c.value for name, c in client.cookies.items()}

    def get(self, address: str) -> str:
        return self._ask("GET", address)

    def post(self, address: str, fields: dict[str, str]) -> str:
        return self._ask("POST", address, urlencode(fields))

    def _ask(self, method: str, address: str, body: str = "") -> str:
        headers = {
            "Cookie": "; ".join(f"{n}={v}" for n, v in self._cookies.items()),
            "Content-Type": _FORM,
            "Origin": settings.SITE_URL,
        }
        self._connection.request(method, address, body or None, headers)
        response = self._connection.getresponse()
        text = response.read().decode()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self._cookies[key] = rest.partition(";")[0]
        if response.status in {301, 302, 303}:
            return self.get(urlsplit(response.headers["Location"]).geturl())
        if response.status != 200:
            raise PageError(f"{method} answered {response.status}")
        return text

    def token(self) -> str:
        """The one that every form must carry."""
        return read_form(self.get(reverse(PEOPLE)))["csrfmiddlewaretoken"]


@contextmanager
def web_process(journal: Path) -> Iterator[int]:
    """The product's own web server on a free port, over the clone and its journal."""
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": url_of(CLONE),
        "ERASURE_JOURNAL": str(journal),
        "WEB_PORT": str(port),
        "LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "kespet_crm.settings",
    }
    command = [sys.executable, "-m", "gunicorn", "--config"]
    command += ["python:kespet_crm.gunicorn_conf", "kespet_crm.wsgi"]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    limit = perf_counter() + PATIENCE
    while perf_counter() < limit:
        try:
            connection = HTTPConnection("localhost", port, timeout=5)
            connection.request("GET", "/health/live")
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            sleep(0.2)
    raise PageError("the web process did not come up")


def measure_pages(
    browser: Browser,
    subjects: list[Subject],
    rounds: int,
    goes_on: Callable[[], bool] = lambda: True,
) -> dict[str, float]:
    """Page → 95th percentile in milliseconds, the pages in random turns."""
    token = browser.token()
    works: dict[str, Callable[[Subject], float]] = {
        "list": lambda _s: _timed(lambda: browser.get(reverse(PEOPLE))),
        "search": lambda s: _timed(lambda: _search(browser, token, s)),
        "person page": lambda s: _timed(
            lambda: browser.get(reverse(PERSON, args=[s.pk]))
        ),
        "save": lambda s: _save(browser, s),
    }
    turns = [(name, n) for name in works for n in range(rounds)]
    Random(7).shuffle(turns)  # noqa: S311 -- an order, not a secret
    taken: dict[str, list[float]] = {name: [] for name in works}
    for name, number in turns:
        if not goes_on():
            break
        taken[name].append(works[name](subjects[number % len(subjects)]))
    return {name: _p95(times) for name, times in taken.items() if times}


def _search(browser: Browser, token: str, subject: Subject) -> str:
    fields = {"text": subject.surname_part, "csrfmiddlewaretoken": token}
    return browser.post(reverse(SEARCH), fields)


def _save(browser: Browser, subject: Subject) -> float:
    """Opening the page is not part of saving it; showing the person after it is."""
    address = reverse(EDIT, args=[subject.pk])
    fields = read_form(browser.get(address))
    given = fields["given_name"].rstrip()
    fields["given_name"] = given[:-1] if given.endswith("x") else f"{given}x"
    return _timed(lambda: browser.post(address, fields))


def _timed(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return (perf_counter() - start) * 1_000


def _p95(times: list[float]) -> float:
    ordered = sorted(times)
    return round(ordered[min(round(len(ordered) * 0.95), len(ordered) - 1)], 1)
