"""The rules of retention as they stand on the first day (law sheet C.15).

Plain data for the migration that brings it; afterwards the rows are the truth. Reasons
are in Finnish, the register's first language; the basis is articles and acts.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

NOTES = (
    "participants",
    "interactions",
    "interactions_history",
    "follow_ups",
    "follow_ups_history",
    "saved_filters",
)
VOUCHERS = ("vouchers", "sole_trader_vouchers", "voucher_references")
CLOSED = (
    "cases",
    "case_candidates",
    "case_letters",
    "restriction_choices",
    "case_messages",
    "identity_questions",
    "case_extensions",
    "case_reminders",
    "mention_reviews",
    "restrictions",
    "restriction_liftings",
    "restricted_uses",
    "legal_holds",
    "hold_reviews",
    "hold_reminders",
    "weakenings",
)
CONSENTS = ("consents",)
LOGS = ("uses",)
WITH_PERSON = (
    "persons",
    "persons_history",
    "emails",
    "emails_history",
    "phones",
    "phones_history",
    "positions",
    "positions_history",
    "addresses",
    "addresses_history",
    "sole_trades",
    "sole_trades_history",
    "sole_trader_addresses",
    "sole_trader_addresses_history",
    "sole_trader_einvoice_addresses",
    "sole_trader_einvoice_addresses_history",
    "business_events",
    "company_events",
    "sources",
    "guards",
    "restricted_fields",
    "clocks",
    "purchases",
    "purchases_history",
    "purchase_lines",
    "purchase_lines_history",
    "orders_as_contact",
    "orders_as_contact_history",
    "voucher_references",
    "participants",
    "interactions",
    "interactions_history",
    "follow_ups",
    "follow_ups_history",
    "consents",
    "objections",
    "restrictions",
    "restriction_liftings",
    "legal_holds",
    "hold_reviews",
    "hold_reminders",
    "weakenings",
    "disclosures",
    "notices",
)
"""What goes, or is cut loose, when the person is erased."""


@dataclass(frozen=True, kw_only=True)
class Shipped:
    """One rule of the first day. ``proposal``: off until the officer switches it on."""

    slug: str
    covers: tuple[str, ...]
    anchor: str
    months: int
    basis: str
    reason: str
    purpose: str = ""
    action: str = "delete"
    statute: bool = False
    proposal: bool = False


PROMISE = (
    "Rekisterinpitäjä on luvannut tämän ajan tietosuojaselosteessaan, ja se on yläraja. "
    "Sille, miksi juuri 15 vuotta on tarpeen, ei ole vielä kirjattu perustelua: yleinen "
    "vanhentumisaika on 3 vuotta ja vahingonkorvauksen pisin 10 vuotta (laki 728/2003, "
    "4 ja 7 §). Rekisterinpitäjän on perusteltava aika tai lyhennettävä sitä (avoin "
    "kysymys E03)."
)
NOTICE_BASIS = "GDPR 5(1)(e)"

SHIPPED: tuple[Shipped, ...] = (
    Shipped(
        slug="person_collection",
        covers=WITH_PERSON,
        anchor="collection",
        months=180,
        basis=NOTICE_BASIS,
        reason=(
            "Henkilö, jonka kanssa ei ole ollut asiakassuhdetta: 15 vuotta ensimmäisestä "
            "keruupäivästä. Myöhemmät yhteydenotot eivät pidennä aikaa. " + PROMISE
        ),
    ),
    Shipped(
        slug="person_relationship",
        covers=WITH_PERSON,
        anchor="relationship_end",
        months=180,
        basis=NOTICE_BASIS,
        reason=(
            "Asiakas tai asiakasyrityksen yhteyshenkilö: 15 vuotta asiakassuhteen "
            "päättymisestä. Suhde päättyy säännön mukaan (sovittu päättyminen, yrityksen "
            "lakkaaminen, hiljaisuus tai lähtö yrityksestä), ei asiakkaan pyynnöstä (KHO "
            "12.6.2026/1604). " + PROMISE
        ),
    ),
    Shipped(
        slug="note_own_date",
        covers=(*NOTES, "imports"),
        anchor="own_date",
        months=180,
        basis=NOTICE_BASIS,
        reason=(
            "Muistiinpano vanhenee omasta päivästään, vaikka asiakassuhde jatkuisi: vanha "
            "muistiinpano ei enää kuvaa henkilöä oikein. " + PROMISE
        ),
    ),
    Shipped(
        slug="voucher",
        covers=VOUCHERS,
        purpose="bookkeeping",
        anchor="financial_year",
        months=72,
        basis="Kirjanpitolaki 1336/1997 2:10 § 2 mom.; arvonlisäverolaki 1501/1993 209 n §; GDPR 6(1)(c)",
        statute=True,
        reason=(
            "Laki velvoittaa säilyttämään tositteet kuusi vuotta sen kalenterivuoden "
            "lopusta, jonka aikana tilikausi päättyi. Sen jälkeen mikään ei edellytä "
            "säilyttämistä. Kirjanpitokirjat (10 vuotta) ovat toisessa järjestelmässä."
        ),
    ),
    Shipped(
        slug="case_closed",
        covers=CLOSED,
        purpose="rights",
        anchor="case_closed",
        months=36,
        basis="GDPR 5(2), 12, 17(3)(e), 24(1)",
        reason=(
            "Rekisterinpitäjän on pystyttävä näyttämään, että pyyntöön vastattiin oikein "
            "ja määräajassa. Kolme vuotta vastaa yleistä vanhentumisaikaa (laki 728/2003, "
            "4 §)."
        ),
    ),
    Shipped(
        slug="consent_withdrawn",
        covers=CONSENTS,
        purpose="rights",
        anchor="consent_withdrawn",
        months=36,
        basis="GDPR 5(2), 7(1)",
        reason=(
            "Suostumus on pystyttävä osoittamaan vielä peruuttamisen jälkeen niin kauan "
            "kuin lähettämisestä voidaan esittää vaatimuksia: kolme vuotta (laki 728/2003, "
            "4 §). Voimassa oleva suostumus säilyy henkilön tietojen mukana."
        ),
    ),
    Shipped(
        slug="view_log",
        covers=LOGS,
        purpose="security",
        anchor="logged",
        months=24,
        basis="GDPR 5(1)(f), 5(2), 32",
        reason=(
            "Käyttöloki osoittaa, kuka tietoja on katsonut, ja auttaa selvittämään "
            "väärinkäytön. Kaksi vuotta riittää väärinkäytön havaitsemiseen ja "
            "selvittämiseen."
        ),
    ),
    Shipped(
        slug="prospect_profile",
        covers=WITH_PERSON,
        purpose="marketing",
        anchor="last_taking_part",
        months=24,
        basis="GDPR 5(1)(e), 25(2)",
        proposal=True,
        reason=(
            "Henkilö, jonka kanssa ei ole asiakassuhdetta ja joka ei ole kahteen vuoteen "
            "ollut yhteydessä kanssamme, tuskin odottaa enää markkinointiamme. Lyhyempi aika "
            "kuin selosteen 15 vuotta noudattaa oletusarvoista tietosuojaa."
        ),
    ),
    Shipped(
        slug="contact_note",
        covers=NOTES,
        purpose="relationship",
        anchor="own_date",
        months=36,
        basis="GDPR 5(1)(c), 5(1)(e), 25(2)",
        proposal=True,
        reason=(
            "Muistiinpanoa tarvitaan asiakassuhteen hoitoon muutaman vuoden ajan. Kolmen "
            "vuoden kuluttua se ei enää auta palvelemaan, ja vaatimusten yleinen "
            "vanhentumisaika on kulunut (laki 728/2003, 4 §)."
        ),
    ),
    Shipped(
        slug="order_contact",
        covers=("orders_as_contact", "orders_as_contact_history"),
        purpose="orders",
        anchor="order_closed",
        months=24,
        action="token",
        basis="GDPR 5(1)(c), 5(1)(e)",
        proposal=True,
        reason=(
            "Kun tilaus on suljettu ja takuu- ja reklamaatioasiat hoidettu, yrityksen "
            "tilauksessa ei enää tarvita yhteyshenkilöä. Tilaus jää tilastoihin ilman "
            "henkilöä."
        ),
    ),
    Shipped(
        slug="delivery_address",
        covers=("addresses", "sole_trader_addresses"),
        purpose="orders",
        anchor="order_closed",
        months=24,
        basis="GDPR 5(1)(c), 5(1)(e)",
        proposal=True,
        reason=(
            "Toimitusosoitetta tarvitaan toimitukseen ja mahdolliseen reklamaatioon. Kaksi "
            "vuotta viimeisen tilauksen sulkemisesta riittää; uusi tilaus kysyy osoitteen "
            "uudelleen."
        ),
    ),
)


def row_of(rule: Shipped) -> dict[str, Any]:
    """Columns of a shipped rule, without state and day."""
    row = asdict(rule)
    del row["proposal"]
    return row | {"covers": list(rule.covers)}
