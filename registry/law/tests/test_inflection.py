"""Names as people write them into notes: in every case, in three languages."""

import re

import pytest

from registry.law.identifiers.inflection import common_start, is_form_of
from registry.law.identifiers.spotting import (
    NameFinder,
    full_name_pattern,
    phone_pattern,
)

FAMILY = {
    "Virtanen": "Virtasen Virtasta Virtaseen Virtaselle Virtasena Virtaset Virtasten",
    "Kanarialintu": "Kanarialinnun Kanarialintua Kanarialintuun Kanarialinnusta",
    "Mäki": "Mäen Mäkeä Mäkeen Mäelle",
    "Lahti": "Lahden Lahtea Lahteen Lahdelta",
    "Niemi": "Niemen Nientä Niemeä Niemeen",
    "Järvi": "Järven Järveä Järveltä",
    "Saari": "Saaren Saarta Saarella",
    "Lampi": "Lammen Lampea Lammelle",
    "Koski": "Kosken Koskea Koskelle",
    "Joki": "Joen Jokea Jokeen Joelta",
    "Uusi": "Uuden Uutta Uudelle",
    "Kangas": "Kankaan Kangasta Kankaalle Kankaaseen",
    "Joutsen": "Joutsenen Joutsenta",
    "Manner": "Mantereen Mannerin",
    "Heikkilä": "Heikkilän Heikkilää Heikkilälle",
    "Aalto": "Aallon Aaltoa Aallolle",
    "Seppä": "Sepän Seppää",
    "Hämäläinen": "Hämäläisen Hämäläistä",
    "Ranta": "Rannan Rannalle",
    "Haapa": "Haavan Haapaan",
    "Pelto": "Pellon Peltoa",
    "Rauta": "Raudan",
    "Luku": "Luvun",
    "Laine": "Laineen Lainetta",
    "Helle": "Helteen Hellettä",
    "Mies": "Miehen Miestä",
    "Parta": "Parran Partaa",
    "Lehto": "Lehdon Lehtoon",
    "Mäki-Petäjä": "Mäki-Petäjän Mäki-Petäjälle",
    "Kauppi": "Kaupin Kaupille",
    "von Essen": "von Essenin von Essenille",
    "Andersson": "Anderssons Anderssonin Anderssonille Anderssonia",
    "Lindroos": "Lindroosin Lindroos'",
    "Öhman": "Öhmans Öhmanin",
    "Smith": "Smithin Smith's Smith:n",
    "Bordeaux": "Bordeaux'n",
}
GIVEN = {
    "Matti": "Matin Mattia Matille",
    "Pekka": "Pekan Pekkaa Pekkakin",
    "Mika": "Mikan",
    "Outi": "Outin",
    "Martti": "Martin",
    "Aino": "Ainon Ainolle Ainoa",
    "Tuomas": "Tuomaan Tuomaksen",
    "Hannes": "Hanneksen",
    "Anne": "Annen Annelle",
    "Anna-Maija": "Anna-Maijalle",
    "Johan": "Johans Johanin",
}
FORMS = [
    (name, re.sub(r"\|", " ", form), given)
    for names, given in ((FAMILY, False), (GIVEN, True))
    for name, forms in names.items()
    for form in re.findall(r"(?:von )?\S+", forms)
]
OTHERS = [
    ("Mika", "Mia", True),
    ("Mari", "Marta", True),
    ("Virtanen", "Virta", False),
    ("Korhonen", "Korhola", False),
    ("Niemi", "Niemelä", False),
    ("Mäki", "Mäkelä", False),
    ("Lahti", "Lahdenperä", False),
]


@pytest.mark.parametrize(("name", "form", "given"), FORMS)
def test_name_is_known_in_its_form(name: str, form: str, given: bool) -> None:
    assert is_form_of(form, name, given=given)
    assert form.lower().startswith(common_start(name, given=given))


@pytest.mark.parametrize(("name", "other", "given"), OTHERS)
def test_another_name_is_not_taken_for_a_form(
    name: str, other: str, given: bool
) -> None:
    assert not is_form_of(other, name, given=given)


def test_table_of_forms_is_long_enough_to_mean_something() -> None:
    assert len(FORMS) > 90


SENTENCES = [
    "Soita {Ainokaisa Kanarialinnulle} heti.",
    "{Kanarialintu, Ainokaisa} oli paikalla",
    "{A. Kanarialinnun} tilaus",
    "{Kanarialinnun Ainokaisalta} kysyttiin",
    "AINOKAISA KANARIALINTUA{} ei tavoitettu",
    "Ring {Ainokaisa Kanarialintus} chef",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_full_name_is_found_in_a_sentence_by_both_ways(sentence: str) -> None:
    text = sentence.replace("{", "").replace("}", "")
    finder = NameFinder([("Ainokaisa", "Kanarialintu"), ("Matti", "Lahti")])
    pattern = re.compile(full_name_pattern("Ainokaisa", "Kanarialintu"), re.IGNORECASE)
    if wanted := re.search(r"\{(.+)\}", sentence):
        assert [text[a:b] for a, b in finder.spans(text)] == [wanted[1]]
        assert [m[0] for m in pattern.finditer(text)] == [wanted[1]]
    else:
        assert pattern.search(text)
        assert list(finder.spans(text))


def test_names_of_different_people_do_not_make_a_third() -> None:
    finder = NameFinder([("Ainokaisa", "Kanarialintu"), ("Matti", "Lahti")])
    assert not list(finder.spans("Ainokaisa Lahdelle ja Matti Kanarialinnulle"))


def test_several_given_names_and_particles_are_spanned() -> None:
    finder = NameFinder([("Anna Maija", "Virtanen"), ("Axel", "von Essen")])
    text = "Anna Maija Virtaselta, Anna Virtanen ja Axel von Essenille"
    assert [text[a:b] for a, b in finder.spans(text)] == [
        "Anna Maija Virtaselta",
        "Anna Virtanen",
        "Axel von Essenille",
    ]


@pytest.mark.parametrize(
    "written",
    [
        "+358401239876",
        "+358 (0)40-123 9876",
        "040.1239876",
        "(040) 123 98 76",
        "00358 40 1239876",
        "040 / 123 9876",
        "0 4 0 1 2 3 9 8 7 6",
        "358401239876",
        "040–123–9876",
    ],
)
def test_number_is_found_in_any_notation(written: str) -> None:
    found = re.search(phone_pattern("+358401239876"), f"Puh. {written}, soita.")
    assert found
    assert found[0] == written


def test_longer_number_is_not_taken_for_hers() -> None:
    assert not re.search(phone_pattern("+358401239876"), "viite 12340123987650")
