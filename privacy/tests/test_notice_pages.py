"""The public notice: faithful, versioned, in three languages."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from privacy.models import NoticeText
from privacy.notice.difference import differences_between
from privacy.notice.structure import digest_text, read_sections
from privacy.services.notices import publish_notice

pytestmark = pytest.mark.django_db
V1 = Path(__file__).resolve().parent.parent / "notice" / "v1"


def letters(text: str) -> str:
    """The text without white space and hyphens: what line breaks cannot change."""
    return re.sub(r"[\s-]", "", text)


def test_notice_files_say_the_source_word_for_word() -> None:
    source = (V1 / "source.txt").read_text(encoding="utf-8")
    finnish, english = source.split("Registry name:")
    assert letters((V1 / "fi.txt").read_text(encoding="utf-8")) == letters(finnish)
    english_file = (V1 / "en.txt").read_text(encoding="utf-8")
    assert letters(english_file) == letters("Registry name:" + english)


def test_notice_files_have_no_broken_words() -> None:
    for language in ("fi", "en"):
        body = (V1 / f"{language}.txt").read_text(encoding="utf-8")
        assert not re.search(r"\w-\n", body)
    assert "hoitaminen, viestiminen" in (V1 / "fi.txt").read_text(encoding="utf-8")


def test_sections_lose_no_word() -> None:
    body = (V1 / "en.txt").read_text(encoding="utf-8")
    words = [
        word
        for section in read_sections(body)
        for text in (section.heading, *section.lines, *section.paragraphs)
        for word in text.split()
    ]
    assert sorted(words) == sorted(body.split())


def test_every_language_has_the_same_sections() -> None:
    shapes = {
        language: len(read_sections(NoticeText.objects.get(language=language).body))
        for language in ("fi", "sv", "en")
    }
    assert shapes == {"fi": 17, "sv": 17, "en": 17}


def test_stored_hash_is_the_text_s() -> None:
    for text in NoticeText.objects.all():
        assert text.sha256 == digest_text(text.body)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_notice_in_force_stands_at_its_address(language: str, client: Client) -> None:
    response = client.get(f"/{language}/privacy/")
    text = NoticeText.objects.get(language=language)
    assert response.status_code == 200
    assert response.headers["Content-Language"] == language
    assert text.sha256 in response.text
    assert f'<html lang="{language}">' in response.text
    for other in {"fi", "sv", "en"} - {language}:
        assert f'href="/{other}/privacy/"' in response.text


def test_swedish_is_marked_as_interim(client: Client) -> None:
    assert "interimistisk översättning" in client.get("/sv/privacy/").text
    assert "väliaikainen käännös" not in client.get("/fi/privacy/").text


@pytest.mark.parametrize(
    ("wish", "address"),
    [("sv-FI,sv;q=0.9", "/sv/"), ("de", "/fi/"), ("en-GB", "/en/"), ("", "/fi/")],
)
def test_front_door_opens_in_the_visitors_language(
    wish: str, address: str, client: Client
) -> None:
    response = client.get("/", headers={"accept-language": wish})
    assert response.status_code == 302
    assert response.headers["Location"] == f"{address}privacy/"


def publish(**changed: str) -> None:
    bodies = {t.language: t.body for t in NoticeText.objects.filter(version__number=1)}
    publish_notice(
        actor=None,
        texts={**bodies, **changed},
        valid_from=timezone.localdate(),
    )


def test_new_version_is_shown_from_its_day_and_the_old_one_stays(
    client: Client,
) -> None:
    old = NoticeText.objects.get(language="fi").body
    new = old.replace("15 vuotta", "10 vuotta")
    publish(fi=new)
    assert "10 vuotta" in client.get("/fi/privacy/").text
    page = client.get("/fi/privacy/versions/1/").text
    assert "15 vuotta" in page
    assert "ei ole voimassa" in page
    assert "/fi/privacy/versions/2/changes/" in client.get("/fi/privacy/versions/").text


def test_difference_shows_what_came_and_what_went(client: Client) -> None:
    old = NoticeText.objects.get(language="fi").body
    publish(fi=old.replace("15 vuotta", "10 vuotta"))
    page = client.get("/fi/privacy/versions/2/changes/").text
    assert "<del>15</del><ins>10</ins>" in page


def test_differences_of_a_text_with_itself_are_none() -> None:
    assert {piece.kind for piece in differences_between("a b", "a b")} == {"same"}


def test_missing_page_is_told_in_the_visitors_language(client: Client) -> None:
    response = client.get("/sv/privacy/no-such-page/")
    assert response.status_code == 404
    assert "Sidan hittades inte" in response.text
    assert 'href="/fi/privacy/"' in response.text


def test_notice_page_sets_no_cookie_and_runs_no_script(client: Client) -> None:
    response = client.get("/fi/privacy/")
    assert not response.cookies
    assert "<script" not in response.text
    assert " style=" not in response.text
