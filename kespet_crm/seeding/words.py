"""Finnish words from which invented people and companies are made."""

from typing import Final


def _split(words: str) -> tuple[str, ...]:
    return tuple(words.split())


GIVEN_NAMES: Final = _split(
    "Maria Helena Johanna Anneli Kaarina Marjatta Anna Liisa Annikki Sofia Emilia "
    "Kristiina Katariina Elina Hannele Aino Eeva Päivi Riitta Sari Tuula Kirsi Minna "
    "Tiina Satu Pirjo Heidi Hanna Laura Jenni Noora Iida Venla Aada Kerttu Ritva Ulla "
    "Åsa Märta Saga Linnéa Ebba Juhani Johannes Olavi Antero Tapani Kalevi Tapio Matti "
    "Mikael Ilmari Oskari Elias Henrik Pekka Timo Jari Kari Mika Jukka Antti Heikki "
    "Hannu Markku Juha Sami Janne Ville Teemu Petri Marko Tommi Aleksi Eetu Onni Väinö "
    "Eero Toivo Reijo Seppo Risto Göran Björn Nils Kjell Øystein"
)

_STEMS: Final = _split(
    "Virta Koski Mäki Niemi Järvi Lahti Salmi Ranta Saari Kallio Laine Heikki Nieminen "
    "Hämälä Korho Mäke Matti Koivu Laakso Lehto Pelto Aalto Salo Rauta Kuusi Honka "
    "Leppä Pihla Haapa Karhu Kontio Susi Hirvi Jänis Kettu Kurki Joutsen Haukka Kotka "
    "Metso Teeri Rinta Harju Kangas Suo Luoto Kari Vuori Tunturi Hauta Myllä Seppä "
    "Suuta Räätä Kauppi Porvari Turku Vaasa Savo Häme Karja Lappi Pohjo Etelä Itä Länsi"
)
_ENDINGS: Final = ("nen", "la", "lä", "läinen", "mäki", "niemi", "maa", "vaara", "")
_SWEDISH: Final = _split(
    "Lindström Nyström Åkerlöf Holmberg Sjöberg Wikström Öhman Söderholm Grönroos "
    "Bäckman Lönnqvist Ekholm Sundqvist Björklund"
)
FAMILY_NAMES: Final = (
    *(stem + ending for ending in _ENDINGS for stem in _STEMS),
    *_SWEDISH,
)

TOWNS: Final = (
    ("00530", "Helsinki", "091"),
    ("02100", "Espoo", "049"),
    ("01300", "Vantaa", "092"),
    ("33100", "Tampere", "837"),
    ("20100", "Turku", "853"),
    ("90100", "Oulu", "564"),
    ("40800", "Vaajakoski", "179"),
    ("40100", "Jyväskylä", "179"),
    ("70100", "Kuopio", "297"),
    ("15110", "Lahti", "398"),
    ("65100", "Vaasa", "905"),
    ("53100", "Lappeenranta", "405"),
    ("06100", "Porvoo", "638"),
    ("22100", "Mariehamn", "478"),
    ("96100", "Rovaniemi", "698"),
)
STREETS: Final = _split(
    "Teollisuuskatu Satamatie Kauppakatu Asemakatu Rantatie Koulukatu Myllytie "
    "Tehtaankatu Puistotie Hämeentie Kirkkokatu Torikatu"
)

COMPANY_WORDS: Final = _split(
    "Pohjolan Savon Hämeen Keski-Suomen Itä Länsi Rannikon Järvi Metsä Kone Rauta Puu "
    "Sähkö Rakennus Vesi Lämpö Kuljetus Talo Piha Puutarha Leipä Kala Maito Paino Auto "
    "Kumi Lasi Tekstiili Nordic Arctic Baltic Åbo Ålands Österbottens"
)
COMPANY_TRADES: Final = _split(
    "Palvelu Tukku Huolto Asennus Valmistus Tekniikka Konepaja Kauppa Logistiikka Suunnittelu "
    "Tuote Varaosa Laite Tarvike Osuus Handel Teknik Service"
)
INDUSTRIES: Final = ("43210", "46690", "25620", "47520", "49410", "10710", "62010")

TITLES: Final = (
    ("Ostopäällikkö", "Päättää tarvikehankinnoista."),
    ("Toimitusjohtaja", "Hyväksyy puitesopimukset."),
    ("Tuotantopäällikkö", "Valmistelee konehankinnat."),
    ("Huoltopäällikkö", "Tilaa varaosat ja huollot."),
    ("Taloussihteeri", "Tarkastaa ja maksaa laskut."),
    ("Myymälävastaava", "Tilaa myymälän tuotteet."),
    ("Projektipäällikkö", "Kilpailuttaa urakat."),
    ("Varastonhoitaja", "Vastaanottaa toimitukset."),
)
PRODUCTS: Final = (
    ("Suojakäsine, 12 paria", "18.5000"),
    ("Varastohylly 200 × 100 cm", "149.0000"),
    ("Pakkausteippi, 36 rullaa", "42.9000"),
    ("Trukkilava 1200 × 800", "11.2000"),
    ("Huoltosopimus, kuukausi", "95.0000"),
    ("Työvalaisin LED 50 W", "64.0000"),
    ("Kiinnityssarja M8", "23.7500"),
)
NOTES: Final = (
    "Kyseli toimitusaikaa ensi kuun tilaukselle.",
    "Toivoo tarjousta hyllyistä ja lavoista.",
    "Käytiin läpi viime vuoden tilaukset, tyytyväinen laatuun.",
    "Pyysi soittamaan uudelleen kesälomien jälkeen.",
    "Tavattiin messuilla, kiinnostui huoltosopimuksesta.",
    "Reklamoi rikkoutuneesta pakkauksesta, sovittiin hyvityksestä.",
    "Lähetetty uusi hinnasto ja tuote-esite.",
    "Sovittiin esittely asiakkaan varastolle.",
    "Hankinta siirtyy seuraavalle tilikaudelle.",
    "Tarvitsee laskut jatkossa verkkolaskuina.",
)
