"""A real Chromium, and what every page must keep to in it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from conftest import BROWSERS

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update"]
FLAGS += ["--disable-sync"]
WIDTHS = {"desk": 1280, "phone": 390}
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser a process; each test has a profile of its own in it."""
    program = next(found for name in BROWSERS if (found := shutil.which(name)))
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Its loop stays in this thread; tests still use the database one after another.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Visitor:
    """A page, and what went wrong on it."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("request", lambda sent: self.hosts.add(_host_of(sent.url)))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console",
            lambda said: (
                self.complaints.append(said.text) if said.type == "error" else None
            ),
        )

    def go(self, path: str) -> None:
        response = self.page.goto(f"{self.address}{path}")
        assert response is not None
        assert response.status == 200

    def log_in(self, client_cookies: dict[str, str]) -> None:
        cookies = [
            {"name": name, "value": value, "url": self.address}
            for name, value in client_cookies.items()
        ]
        self.page.context.add_cookies(cookies)  # type: ignore[arg-type]

    def check(self) -> None:
        """No complaint, no other host, accessible, and nothing wider than the page."""
        assert self.complaints == []
        assert self.hosts - {_host_of(self.address), ""} == set()
        found = Axe().run(self.page, options=WCAG).response["violations"]
        told = [(rule["id"], [n["target"] for n in rule["nodes"]]) for rule in found]
        assert told == []
        wide = "document.documentElement.scrollWidth - innerWidth"
        assert self.page.evaluate(wide) <= 0


def _host_of(address: str) -> str:
    return urlsplit(address).netloc


@pytest.fixture(params=WIDTHS)
def visitor(
    request: pytest.FixtureRequest, chromium: Browser, live_server
) -> Iterator[Visitor]:
    """Somebody at a desk, and somebody with a phone."""
    size = {"width": WIDTHS[request.param], "height": 900}
    context = chromium.new_context(viewport=size, locale="fi-FI")  # type: ignore[arg-type]
    yield Visitor(context.new_page(), live_server.url)
    context.close()
