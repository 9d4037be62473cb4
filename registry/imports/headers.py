"""Which column is what: names in Finnish, Swedish and English, and of other programs.

Names are compared in lower case, without what stands in brackets, without dots and
hyphens: «Toimiala (TOL 2025)» is «toimiala», «E-mail» is «email».
"""

import re
from typing import Final

from registry.law.folding import fold

_BRACKETS: Final = re.compile(r"\(.*?\)|\[.*?\]")
_SIGNS: Final = re.compile(r"[\W_]+")

_PERSON: Final = {
    "given_name": "etunimi, kutsumanimi, förnamn, tilltalsnamn, first name, given name, firstname, forename",
    "family_name": "sukunimi, efternamn, last name, family name, surname, lastname",
    "full_name": "nimi, koko nimi, henkilö, yhteyshenkilö, namn, fullständigt namn, kontaktperson, name, full name, contact, contact name, contact person",
    "title": "titteli, tehtävänimike, asema, ammattinimike, nimike, titel, befattning, job title, title, position, jobtitle",
    "work_tasks": "työtehtävät, tehtävät, vastuualue, arbetsuppgifter, ansvarsområde, work tasks, responsibilities, role",
    "company_name": "yritys, yrityksen nimi, organisaatio, työnantaja, företag, företagsnamn, organisation, company, company name, organization, account name, employer",
    "email": "sähköposti, sähköpostiosoite, sähköposti 1, meili, epost, e-post, epostadress, e-postadress, email, e-mail, email address, e-mail address, mail, work email, e-mail 1 - value",
    "phone": "puhelin, puhelinnumero, puh, työpuhelin, matkapuhelin, gsm, kännykkä, telefon, telefonnummer, mobil, mobiltelefon, arbetstelefon, phone, phone number, mobile, mobile phone, mobile phone number, business phone, work phone, tel, telephone, phone 1 - value",
    "language": "kieli, asiointikieli, språk, language, preferred language",
    "lifecycle": "asiakastyyppi, asiakkuus, vaihe, kundtyp, lifecycle stage, lead status, customer type",
    "source_detail": "lähde, tapahtuma, messut, källa, ursprung, evenemang, mässa, source, lead source, original source, event",
    "collected_on": "kerätty, keräyspäivä, skannattu, luotu, päivä, päivämäärä, insamlad, skapad, skannad, datum, collected, collected on, create date, created, created at, scanned, scan date, date",
}
_SHARED: Final = {
    "business_id": "y-tunnus, ytunnus, ly-tunnus, fo-nummer, fonummer, organisationsnummer, business id, businessid, company id, vat number, alv-numero, alv-tunnus",
    "street": "katuosoite, osoite, työpaikan katuosoite, käyntiosoite, postiosoite, gatuadress, adress, besöksadress, postadress, street, street address, address, business street, business address",
    "postal_code": "postinumero, työpaikan postinumero, postnummer, postal code, zip, zip code, postcode, business postal code",
    "city": "postitoimipaikka, työpaikan kaupunki, kaupunki, paikkakunta, kunta, postort, ort, stad, city, town, business city",
    "country": "maa, työpaikan maa tai alue, maa tai alue, land, country, country or region, business country region",
    "industry_code": "toimiala, toimialakoodi, tol, bransch, näringsgren, industry, industry code, nace",
}
_COMPANY: Final = {
    "company_name": "nimi, yritys, yrityksen nimi, toiminimi, namn, företag, företagsnamn, firma, name, company, company name, trade name",
    "legal_form": "yhtiömuoto, yritysmuoto, bolagsform, företagsform, legal form, company form",
    "municipality_code": "kuntakoodi, kotikunta, kommunkod, municipality code, municipality",
    "source_detail": "lähde, källa, source",
}


def header_key(header: str) -> str:
    """The form in which headers are compared."""
    return _SIGNS.sub("", fold(_BRACKETS.sub(" ", header)))


def _table(*groups: dict[str, str]) -> dict[str, str]:
    return {
        header_key(name): field
        for group in groups
        for field, names in group.items()
        for name in names.split(",")
    }


PERSON_HEADERS: Final = _table(_SHARED, _PERSON)
COMPANY_HEADERS: Final = _table(_SHARED, _COMPANY)
_ALL: Final = PERSON_HEADERS.keys() | COMPANY_HEADERS.keys()


def recognised(header: str) -> bool:
    """Is this a header name of ours, of people or of companies?"""
    return header_key(header) in _ALL
