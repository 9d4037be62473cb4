"""Settings are documented, and security follows from SITE_URL."""

import re
from pathlib import Path

import pytest

from kespet_crm.celery import app
from kespet_crm.conf.security import security_settings

ROOT = Path(__file__).resolve().parent.parent.parent
READERS = [
    ROOT / "kespet_crm" / "settings.py",
    ROOT / "kespet_crm" / "gunicorn_conf.py",
    ROOT / "kespet_crm" / "launch" / "environment.py",
]
READ = re.compile(
    r"""env(?:iron)?\.(?:str|bool|int|list|db|get|email_url)\(\s*["']([A-Z_]+)["']|"""
    r"""variables(?:\.get\(|\.setdefault\(|\[)"([A-Z_]+)\""""
)


def names_read() -> set[str]:
    found: set[str] = set()
    for reader in READERS:
        for groups in READ.findall(reader.read_text()):
            found |= set(groups) - {""}
    return found


def names_documented() -> set[str]:
    example = (ROOT / ".env.example").read_text()
    return set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))


def test_reading_of_names_finds_what_is_there() -> None:
    assert {"SECRET_KEY", "WEB_PORT", "DATA_DIR", "KEEP_TEST_SERVICES"} <= names_read()


def test_every_setting_that_is_read_is_documented() -> None:
    assert names_read() - names_documented() == set()


def test_names_of_the_contract_are_documented() -> None:
    fixed = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DEBUG", "ALLOWED_HOSTS"}
    fixed |= {"EMAIL_URL", "SITE_URL", "SUPPRESSION_KEY", "SIGNING_KEY"}
    assert fixed | {"ERASURE_JOURNAL", "DATA_DIR"} <= names_documented()


def test_https_address_secures_cookies_and_transport() -> None:
    secure = security_settings(site_url="https://crm.example.fi", behind_proxy=True)
    assert secure["SESSION_COOKIE_SECURE"]
    assert secure["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert secure["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert secure["SECURE_PROXY_SSL_HEADER"][1] == "https"


def test_forwarded_header_is_believed_only_behind_a_proxy() -> None:
    direct = security_settings(site_url="https://crm.example.fi", behind_proxy=False)
    assert "SECURE_PROXY_SSL_HEADER" not in direct


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "evaluates"), [("/admin/login/", True), ("/x", False)]
)
def test_only_staff_pages_may_evaluate_expressions(client, path, evaluates) -> None:
    policy = client.get(path).headers["Content-Security-Policy"]
    assert ("'unsafe-eval'" in policy) is evaluates
    assert ("'unsafe-inline'" in policy) is evaluates
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.django_db
def test_every_page_carries_the_security_headers(client) -> None:
    headers = client.get("/admin/login/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_celery_takes_json_and_keeps_no_results() -> None:
    assert app.conf.accept_content == ["json"]
    assert not app.conf.result_backend
    assert app.conf.task_acks_late
