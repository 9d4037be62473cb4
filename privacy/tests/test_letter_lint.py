"""The templates of letters: whole in three languages, and each says where to complain."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils.translation import override

from privacy.controller import authority, controller
from privacy.letters.reviews import review_letters, to_review
from privacy.letters.templates import (
    COMPLAINT,
    FOLDER,
    Template,
    all_templates,
    source_of,
    without_complaint,
)
from privacy.models import LetterKind
from privacy.tests.cases import officer
from registry.choices import Language

LANGUAGES = [language.value for language in Language]
TRANSLATED = {
    "fi": [
        "Hyvä asiakas",
        "arvoisa",
        "tämän sähköpostin",
        "pahoittelemme aiheutunutta",
    ],
    "sv": ["Bästa kund", "Käre kund"],
    "en": ["Dear customer", "Dear Sir"],
}


@pytest.mark.parametrize("template", all_templates(), ids=lambda t: t.name)
def test_letter_is_there_with_subject_greeting_and_sender(template: Template) -> None:
    words = source_of(template.name)
    subject = words.partition("\n")[0].replace("{% autoescape off %}", "")
    assert subject.strip()
    assert f"{FOLDER}/{template.language}/_signature.txt" in words
    for phrase in TRANSLATED[template.language]:
        assert phrase.lower() not in words.lower()


@pytest.mark.parametrize("kind", list(LetterKind), ids=str)
def test_letter_says_the_same_things_in_every_language(kind: LetterKind) -> None:
    asked = {lang: Template(kind.value, lang).placeholders for lang in LANGUAGES}
    assert asked["fi"] == asked["sv"] == asked["en"]


def test_every_deciding_letter_says_where_to_complain() -> None:
    assert without_complaint() == []
    assert LetterKind.REFUSED in COMPLAINT


@pytest.mark.parametrize("language", LANGUAGES)
def test_complaint_names_the_ombudsman_the_address_the_link_and_the_court(
    language: str,
) -> None:
    block = source_of(f"{FOLDER}/{language}/_complaint.txt")
    for value in ("name", "post", "street", "phone", "email", "url"):
        assert f"authority.{value}" in block
    court = {"fi": "tuomioistui", "sv": "domstol", "en": "court"}
    assert court[language] in block
    with override(language):
        assert authority().url.startswith("https://tietosuoja.fi")


@pytest.mark.parametrize("language", LANGUAGES)
def test_sender_comes_from_the_one_configuration_of_the_controller(
    language: str,
) -> None:
    block = source_of(f"{FOLDER}/{language}/_signature.txt")
    assert set(re.findall(r"controller\.(\w+)", block)) >= {"name", "street", "email"}
    for template in all_templates():
        assert controller().name not in source_of(template.name)


@pytest.mark.django_db
def test_changed_words_wait_for_a_review(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff = officer()
    digest = Template.sha256.fget  # type: ignore[attr-defined]  # the property's own
    review_letters(actor=staff, digests=[one.sha256 for one in to_review()])
    assert to_review() == []
    changed = Template("refused", "sv")
    monkeypatch.setattr(
        Template,
        "sha256",
        property(lambda one: "0" * 64 if one == changed else digest(one)),
    )
    assert to_review() == [changed]
    client.force_login(staff)
    page = client.get("/admin/compliance/").content.decode()
    assert "Tarkistettavat kirjepohjat" in page
    answer = client.post("/admin/privacy/letterreview/", {"words": "0" * 64})
    assert answer.status_code == 302
    assert to_review() == []
