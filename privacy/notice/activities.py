"""The record of processing as it stands on the first day (law sheet C.2).

Plain data for the migration that brings it; afterwards the rows are the truth.
Each entry: short name, basis, interest, subjects, categories, then name, purpose and
retention in Finnish, Swedish and English.
"""

from __future__ import annotations

from dataclasses import dataclass

NOTICE_FI = "15 vuotta keruusta tai asiakassuhteen päättymisestä"
NOTICE_SV = "15 år från insamlingen eller från kundförhållandets slut"
NOTICE_EN = "15 years from collection or from the end of the relationship"
CONSENT_FI = "Suostumuksen voimassaolon ajan ja 36 kuukautta peruuttamisen jälkeen"
CONSENT_SV = "Så länge samtycket gäller och 36 månader efter att det återkallats"
CONSENT_EN = "While the consent stands and 36 months after its withdrawal"

PERSONAL = ("name", "title", "company", "email", "phone")
TRADE = (*PERSONAL, "address", "purchases", "delivery", "billing", "business_id")
PEOPLE = ("customer", "prospect", "contact", "sole_trader")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One activity; texts are (Finnish, Swedish, English)."""

    slug: str
    basis: str
    interest: str = ""
    subjects: tuple[str, ...]
    categories: tuple[str, ...]
    name: tuple[str, str, str]
    purpose: tuple[str, str, str]
    retention: tuple[str, str, str] = (NOTICE_FI, NOTICE_SV, NOTICE_EN)


FIRST_RECORD: tuple[Entry, ...] = (
    Entry(
        slug="orders-private",
        basis="6_1_b",
        subjects=("sole_trader",),
        categories=TRADE,
        name=(
            "Toiminimien ja yksityisasiakkaiden tilaukset",
            "Beställningar av enskilda näringsidkare och privatkunder",
            "Orders of sole traders and private customers",
        ),
        purpose=(
            "Tilausten käsittely, toimitus ja laskutus, kun ostaja on itse sopimuksen osapuoli.",
            "Hantering, leverans och fakturering av beställningar när köparen själv är avtalspart.",
            "Handling, delivering and invoicing orders where the buyer is the contract party.",
        ),
    ),
    Entry(
        slug="orders-company",
        basis="6_1_f",
        interest="relationship",
        subjects=("contact",),
        categories=TRADE,
        name=(
            "Yritysten tilaukset",
            "Företags beställningar",
            "Orders of companies",
        ),
        purpose=(
            "Tilausten käsittely, toimitus ja laskutus yritysasiakkaan yhteyshenkilön kanssa.",
            "Hantering, leverans och fakturering av beställningar med företagskundens kontaktperson.",
            "Handling, delivering and invoicing orders with the contact person of a company.",
        ),
    ),
    Entry(
        slug="bookkeeping",
        basis="6_1_c",
        subjects=("customer", "contact", "sole_trader"),
        categories=(
            "name",
            "company",
            "address",
            "billing",
            "purchases",
            "business_id",
        ),
        name=(
            "Kirjanpito ja arvonlisäverotus",
            "Bokföring och mervärdesskatt",
            "Bookkeeping and VAT",
        ),
        purpose=(
            "Kirjanpitolain ja arvonlisäverolain vaatiman tositeaineiston säilyttäminen.",
            "Bevarande av det verifikationsmaterial som bokföringslagen och mervärdesskattelagen kräver.",
            "Keeping the vouchers that the Accounting Act and the VAT Act require.",
        ),
        retention=(
            "6 vuotta sen kalenterivuoden lopusta, jona tilikausi päättyi",
            "6 år från slutet av det kalenderår då räkenskapsperioden gick ut",
            "6 years from the end of the calendar year in which the financial year ended",
        ),
    ),
    Entry(
        slug="relationship",
        basis="6_1_f",
        interest="relationship",
        subjects=PEOPLE,
        categories=(*PERSONAL, "contacts", "industry"),
        name=(
            "Asiakassuhteen hoito",
            "Skötsel av kundförhållandet",
            "Care of the customer relationship",
        ),
        purpose=(
            "Asiakkaiden ja prospektien kanssa käytyjen yhteydenottojen kirjaaminen ja sovitun seuranta.",
            "Anteckning av kontakter med kunder och potentiella kunder och uppföljning av det som avtalats.",
            "Recording dealings with customers and prospects and following up what was agreed.",
        ),
    ),
    Entry(
        slug="marketing-post-phone",
        basis="6_1_f",
        interest="direct_marketing",
        subjects=PEOPLE,
        categories=(*PERSONAL, "address"),
        name=(
            "Suoramarkkinointi postitse ja puhelimitse",
            "Direktmarknadsföring per post och telefon",
            "Direct marketing by post and phone",
        ),
        purpose=(
            "Tuotteista ja palveluista kertominen kirjeitse ja soittamalla, kunnes henkilö kieltää sen.",
            "Information om produkter och tjänster per brev och telefon tills personen förbjuder det.",
            "Telling of products and services by letter and by call until the person objects.",
        ),
    ),
    Entry(
        slug="marketing-consent",
        basis="6_1_a",
        subjects=("prospect", "contact", "sole_trader"),
        categories=("name", "email", "phone", "rights"),
        name=(
            "Sähköinen suoramarkkinointi suostumuksella",
            "Elektronisk direktmarknadsföring med samtycke",
            "Electronic direct marketing with consent",
        ),
        purpose=(
            "Uutiskirjeet ja viestit luonnollisille henkilöille, jotka ovat antaneet siihen suostumuksen.",
            "Nyhetsbrev och meddelanden till fysiska personer som har samtyckt till det.",
            "Newsletters and messages to natural persons who have consented to them.",
        ),
        retention=(CONSENT_FI, CONSENT_SV, CONSENT_EN),
    ),
    Entry(
        slug="marketing-existing-customers",
        basis="svpl_200_3",
        subjects=("sole_trader",),
        categories=("name", "email", "purchases"),
        name=(
            "Sähköinen suoramarkkinointi nykyisille asiakkaille",
            "Elektronisk direktmarknadsföring till befintliga kunder",
            "Electronic direct marketing to existing customers",
        ),
        purpose=(
            "Omien vastaavien tuotteiden markkinointi asiakkaalle, joka on antanut osoitteensa oston yhteydessä.",
            "Marknadsföring av egna motsvarande produkter till en kund som lämnat sin adress vid ett köp.",
            "Marketing own similar products to a customer who gave the address with a purchase.",
        ),
    ),
    Entry(
        slug="marketing-organisations",
        basis="6_1_f",
        interest="direct_marketing",
        subjects=("contact",),
        categories=PERSONAL,
        name=(
            "Sähköinen suoramarkkinointi yrityksille",
            "Elektronisk direktmarknadsföring till företag",
            "Electronic direct marketing to organisations",
        ),
        purpose=(
            "Sähköpostit yrityksen yleiseen osoitteeseen tai henkilölle, jonka työtehtäviin tuote liittyy.",
            "E-post till företagets allmänna adress eller till en person vars arbetsuppgifter produkten gäller.",
            "E-mail to an organisation's general address or to a person whose work tasks concern the product.",
        ),
    ),
    Entry(
        slug="segments",
        basis="6_1_f",
        interest="direct_marketing",
        subjects=PEOPLE,
        categories=("purchases", "industry"),
        name=("Asiakasryhmät", "Kundgrupper", "Customer groups"),
        purpose=(
            "Yksinkertaiset ryhmät ostojen ja toimialan perusteella sisällön kohdentamiseksi.",
            "Enkla grupper utifrån köp och bransch för att rikta innehåll.",
            "Simple groups by purchases and industry, to choose content.",
        ),
    ),
    Entry(
        slug="segments-web",
        basis="6_1_a",
        subjects=("visitor",),
        categories=("cookies",),
        name=(
            "Kohdennettu sisältö verkkopalveluissa",
            "Riktat innehåll i webbtjänsterna",
            "Personalised content in the web services",
        ),
        purpose=(
            "Sisällön kohdentaminen verkkosivujen käytön perusteella suostumuksella.",
            "Riktat innehåll utifrån hur webbplatsen används, med samtycke.",
            "Choosing content by use of the website, with consent.",
        ),
        retention=(CONSENT_FI, CONSENT_SV, CONSENT_EN),
    ),
    Entry(
        slug="statistics",
        basis="6_1_f",
        interest="statistics",
        subjects=("customer", "prospect", "sole_trader"),
        categories=("purchases", "industry"),
        name=(
            "Tilastot ja kehittäminen",
            "Statistik och utveckling",
            "Statistics and development",
        ),
        purpose=(
            "Toiminnan kehittäminen koosteiden avulla; pienin julkaistava ryhmä on viisi.",
            "Utveckling av verksamheten med sammanställningar; minsta publicerade grupp är fem.",
            "Developing the business by aggregates; the smallest group published is five.",
        ),
    ),
    Entry(
        slug="claims",
        basis="6_1_f",
        interest="claims",
        subjects=("customer", "contact", "sole_trader"),
        categories=("name", "address", "billing", "purchases", "contacts"),
        name=(
            "Saatavat ja oikeusvaateet",
            "Fordringar och rättsliga anspråk",
            "Claims and collection",
        ),
        purpose=(
            "Saatavien periminen sekä oikeusvaateiden esittäminen ja niihin vastaaminen.",
            "Indrivning av fordringar samt framställande av och försvar mot rättsliga anspråk.",
            "Collecting what is owed, and making and answering legal claims.",
        ),
        retention=(
            "3 vuotta saatavan erääntymisestä, ellei vanhentuminen katkea",
            "3 år från att fordran förföll, om inte preskriptionen avbryts",
            "3 years from maturity unless the limitation is interrupted",
        ),
    ),
    Entry(
        slug="security",
        basis="6_1_f",
        interest="security",
        subjects=("staff", *PEOPLE),
        categories=("logs",),
        name=(
            "Tietoturva ja käyttölokit",
            "Informationssäkerhet och loggar",
            "Security and logs of use",
        ),
        purpose=(
            "Sen selvittäminen, kuka on katsonut tai muuttanut henkilön tietoja.",
            "Utredning av vem som har sett eller ändrat en persons uppgifter.",
            "Knowing who has seen or changed a person's data.",
        ),
        retention=("24 kuukautta", "24 månader", "24 months"),
    ),
    Entry(
        slug="cookies",
        basis="6_1_a",
        subjects=("visitor",),
        categories=("cookies",),
        name=(
            "Muut kuin välttämättömät evästeet",
            "Andra än nödvändiga kakor",
            "Non-necessary cookies",
        ),
        purpose=(
            "Verkkosivujen käytön seuranta vain kävijän suostumuksella.",
            "Uppföljning av hur webbplatsen används, endast med besökarens samtycke.",
            "Measuring use of the website, with the visitor's consent only.",
        ),
        retention=("14 kuukautta", "14 månader", "14 months"),
    ),
    Entry(
        slug="rights",
        basis="6_1_c",
        subjects=PEOPLE,
        categories=("name", "email", "rights"),
        name=(
            "Rekisteröityjen oikeudet",
            "De registrerades rättigheter",
            "Rights of data subjects",
        ),
        purpose=(
            "Tietosuojapyyntöihin vastaaminen, suostumusten ja kieltojen kirjaaminen sekä niiden osoittaminen.",
            "Besvarande av begäranden om dataskydd samt anteckning och påvisande av samtycken och förbud.",
            "Answering requests, recording consents and objections, and being able to show it.",
        ),
        retention=(
            "36 kuukautta pyynnön päättymisestä; kielto niin kauan kuin se on tarpeen",
            "36 månader från att begäran avslutats; ett förbud så länge det behövs",
            "36 months after closing; an objection for as long as it is needed",
        ),
    ),
)
