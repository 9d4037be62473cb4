"""Divisions of the industry classification (TOL, the Finnish NACE) in three languages.

Two digits; longer codes belong to the division that they begin with. Division 45 left
the classification in 2025 and stays here for older codes.
"""

from django.utils.translation import get_language

LANGUAGES = ("fi", "sv", "en")

TABLE = """\
01|Kasvinviljely ja kotieläintalous, riistatalous|Jordbruk och jakt|Crop and animal production, hunting
02|Metsätalous ja puunkorjuu|Skogsbruk|Forestry and logging
03|Kalastus ja vesiviljely|Fiske och vattenbruk|Fishing and aquaculture
05|Kivihiilen ja ruskohiilen kaivu|Kolutvinning|Mining of coal and lignite
06|Raakaöljyn ja maakaasun tuotanto|Utvinning av råpetroleum och naturgas|Extraction of crude petroleum and natural gas
07|Metallimalmien louhinta|Utvinning av metallmalmer|Mining of metal ores
08|Muu kaivostoiminta ja louhinta|Annan utvinning av mineral|Other mining and quarrying
09|Kaivostoimintaa palveleva toiminta|Service till utvinning|Mining support services
10|Elintarvikkeiden valmistus|Livsmedelsframställning|Manufacture of food products
11|Juomien valmistus|Framställning av drycker|Manufacture of beverages
12|Tupakkatuotteiden valmistus|Tobaksvarutillverkning|Manufacture of tobacco products
13|Tekstiilien valmistus|Textilvarutillverkning|Manufacture of textiles
14|Vaatteiden valmistus|Tillverkning av kläder|Manufacture of wearing apparel
15|Nahan ja nahkatuotteiden valmistus|Tillverkning av läder och lädervaror|Manufacture of leather and related products
16|Sahatavaran ja puutuotteiden valmistus|Tillverkning av trä och varor av trä|Manufacture of wood and wood products
17|Paperin ja kartongin valmistus|Pappers- och pappersvarutillverkning|Manufacture of paper and paper products
18|Painaminen ja tallenteiden jäljentäminen|Grafisk produktion|Printing and reproduction of recorded media
19|Koksin ja öljytuotteiden valmistus|Tillverkning av koks och oljeprodukter|Manufacture of coke and refined petroleum
20|Kemikaalien ja kemiallisten tuotteiden valmistus|Tillverkning av kemikalier och kemiska produkter|Manufacture of chemicals
21|Lääkkeiden valmistus|Tillverkning av läkemedel|Manufacture of pharmaceuticals
22|Kumi- ja muovituotteiden valmistus|Tillverkning av gummi- och plastvaror|Manufacture of rubber and plastic products
23|Muiden ei-metallisten mineraalituotteiden valmistus|Tillverkning av andra icke-metalliska mineraliska produkter|Manufacture of other non-metallic mineral products
24|Metallien jalostus|Metallframställning|Manufacture of basic metals
25|Metallituotteiden valmistus|Tillverkning av metallvaror|Manufacture of fabricated metal products
26|Tietokoneiden, elektronisten ja optisten tuotteiden valmistus|Tillverkning av datorer, elektronikvaror och optik|Manufacture of computers, electronics and optics
27|Sähkölaitteiden valmistus|Tillverkning av elapparatur|Manufacture of electrical equipment
28|Muiden koneiden ja laitteiden valmistus|Tillverkning av övriga maskiner|Manufacture of machinery and equipment
29|Moottoriajoneuvojen ja perävaunujen valmistus|Tillverkning av motorfordon och släpfordon|Manufacture of motor vehicles and trailers
30|Muiden kulkuneuvojen valmistus|Tillverkning av andra transportmedel|Manufacture of other transport equipment
31|Huonekalujen valmistus|Tillverkning av möbler|Manufacture of furniture
32|Muu valmistus|Annan tillverkning|Other manufacturing
33|Koneiden ja laitteiden korjaus, huolto ja asennus|Reparation, underhåll och installation av maskiner|Repair and installation of machinery
35|Sähkö-, kaasu- ja lämpöhuolto|Försörjning av el, gas och värme|Electricity, gas and heat supply
36|Veden otto, puhdistus ja jakelu|Vattenförsörjning|Water collection, treatment and supply
37|Viemäri- ja jätevesihuolto|Avloppsrening|Sewerage
38|Jätteiden keruu, käsittely ja loppusijoitus|Avfallshantering|Waste collection, treatment and disposal
39|Maaperän ja vesistöjen kunnostus|Efterbehandling av mark och vatten|Remediation
41|Talonrakentaminen|Byggande av hus|Construction of buildings
42|Maa- ja vesirakentaminen|Anläggningsarbeten|Civil engineering
43|Erikoistunut rakennustoiminta|Specialiserad bygg- och anläggningsverksamhet|Specialised construction activities
45|Moottoriajoneuvojen kauppa ja korjaus|Handel med och reparation av motorfordon|Trade and repair of motor vehicles
46|Tukkukauppa|Partihandel|Wholesale trade
47|Vähittäiskauppa|Detaljhandel|Retail trade
49|Maaliikenne ja putkijohtokuljetus|Landtransport och transport i rörsystem|Land transport and pipelines
50|Vesiliikenne|Sjötransport|Water transport
51|Ilmaliikenne|Lufttransport|Air transport
52|Varastointi ja liikennettä palveleva toiminta|Magasinering och stödtjänster till transport|Warehousing and transport support
53|Posti- ja kuriiritoiminta|Post- och kurirverksamhet|Postal and courier activities
55|Majoitus|Inkvartering|Accommodation
56|Ravitsemistoiminta|Restaurang-, catering- och barverksamhet|Food and beverage services
58|Kustannustoiminta|Förlagsverksamhet|Publishing
59|Elokuva-, video- ja musiikkituotanto|Film-, video- och musikproduktion|Film, video and music production
60|Radio- ja televisiotoiminta|Radio- och tv-verksamhet|Broadcasting
61|Televiestintä|Telekommunikation|Telecommunication
62|Ohjelmistot, konsultointi ja siihen liittyvä toiminta|Programmering, konsultverksamhet och dylikt|Computer programming and consultancy
63|Tietopalvelutoiminta|Informationstjänster|Information services
64|Rahoituspalvelut|Finansiella tjänster|Financial services
65|Vakuutus-, jälleenvakuutus- ja eläkevakuutustoiminta|Försäkring, återförsäkring och pensionsfonder|Insurance and pension funding
66|Rahoitusta ja vakuuttamista palveleva toiminta|Stödtjänster till finans och försäkring|Auxiliary financial and insurance activities
68|Kiinteistöalan toiminta|Fastighetsverksamhet|Real estate activities
69|Lakiasiain- ja laskentatoimen palvelut|Juridisk och ekonomisk konsultverksamhet|Legal and accounting activities
70|Pääkonttorien toiminta, liikkeenjohdon konsultointi|Huvudkontor, konsultverksamhet för företag|Head offices, management consultancy
71|Arkkitehti- ja insinööripalvelut, tekninen testaus|Arkitekt- och teknisk konsultverksamhet|Architecture and engineering, technical testing
72|Tieteellinen tutkimus ja kehittäminen|Vetenskaplig forskning och utveckling|Scientific research and development
73|Mainostoiminta ja markkinatutkimus|Reklam och marknadsundersökning|Advertising and market research
74|Muut erikoistuneet palvelut liike-elämälle|Andra specialiserade tjänster till företag|Other professional activities
75|Eläinlääkintäpalvelut|Veterinärverksamhet|Veterinary activities
77|Vuokraus- ja leasingtoiminta|Uthyrning och leasing|Rental and leasing
78|Työllistämistoiminta|Arbetsförmedling och bemanning|Employment activities
79|Matkatoimistot ja varauspalvelut|Resebyråer och bokningstjänster|Travel agencies and reservation services
80|Turvallisuus-, vartiointi- ja etsiväpalvelut|Säkerhets-, bevaknings- och detektivverksamhet|Security and investigation
81|Kiinteistön- ja maisemanhoito|Fastighetsservice och skötsel av grönytor|Services to buildings and landscape
82|Hallinto- ja tukipalvelut liike-elämälle|Administrativa tjänster till företag|Office administration and business support
84|Julkinen hallinto ja maanpuolustus|Offentlig förvaltning och försvar|Public administration and defence
85|Koulutus|Utbildning|Education
86|Terveyspalvelut|Hälso- och sjukvård|Human health activities
87|Sosiaalihuollon laitospalvelut|Vård och omsorg med boende|Residential care
88|Sosiaalihuollon avopalvelut|Öppna sociala insatser|Social work without accommodation
90|Kulttuuri- ja viihdetoiminta|Konstnärlig verksamhet och underhållning|Creative arts and entertainment
91|Kirjastot, arkistot, museot ja muu kulttuuritoiminta|Bibliotek, arkiv, museer och annan kultur|Libraries, archives, museums
92|Rahapeli- ja vedonlyöntipalvelut|Spel- och vadhållningsverksamhet|Gambling and betting
93|Urheilutoiminta, huvi- ja virkistyspalvelut|Sport-, fritids- och nöjesverksamhet|Sports, amusement and recreation
94|Järjestöjen toiminta|Intressebevakning och föreningar|Membership organisations
95|Tietokoneiden ja kotitaloustavaroiden korjaus|Reparation av datorer och hushållsartiklar|Repair of computers and household goods
96|Muut henkilökohtaiset palvelut|Andra konsumenttjänster|Other personal services
97|Kotitalouksien toiminta työnantajina|Hushåll som arbetsgivare|Households as employers
98|Kotitalouksien tuotanto omaan käyttöön|Hushållens produktion för eget bruk|Households' production for own use
99|Kansainväliset järjestöt ja toimielimet|Internationella organisationer|International organisations
"""
"""Code, Finnish, Swedish, English."""

DIVISIONS: dict[str, list[str]] = {
    row[:2]: row[3:].split("|") for row in TABLE.splitlines()
}


def industry_label(code: str) -> str:
    """Division of a code of 2–5 digits in the language in force; empty if unknown."""
    names = DIVISIONS.get(code[:2])
    if names is None:
        return ""
    language = (get_language() or "fi")[:2]
    return names[LANGUAGES.index(language) if language in LANGUAGES else 0]


def industry_choices() -> list[tuple[str, str]]:
    """Division codes with labels in the language in force."""
    return [(code, f"{code} {industry_label(code)}") for code in DIVISIONS]
