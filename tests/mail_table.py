"""Mails as they come in real life, and what each has to become."""

from __future__ import annotations

from dataclasses import dataclass

AINO = "ainokaisa@kanaria.example"
STRANGER = "tuntematon@muualla.example"


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A mail in words: ``became`` is an outcome, or «unclear»; kinds of its requests."""

    name: str
    subject: str = ""
    text: str = ""
    became: str = "case"
    kinds: tuple[str, ...] = ()
    language: str = "fi"
    sender: str = AINO
    to: str = "sales@kespet.fi"


def right(
    name: str, kind: str, text: str, subject: str = "", language: str = "fi"
) -> Sample:
    return Sample(
        name=name, kinds=(kind,), text=text, subject=subject, language=language
    )


SAMPLES = [
    right("erasure fi", "erasure", "Hei,\n\npoistakaa kaikki tietoni rekisteristänne.\n\nYstävällisin terveisin\nAino", "Pyyntö"),
    right("erasure fi wrapped", "erasure", "Pyydän ystävällisesti, että\npoistaisitte minua koskevat henkilötiedot\nkokonaan.", "Tietojen poisto"),
    right("erasure fi short", "erasure", "Poistakaa minut", "Hei"),
    right("erasure by article", "erasure", "Vetoan tietosuoja-asetuksen 17 artiklaan ja pyydän toimenpiteitä."),
    right("erasure sv", "erasure", "Hej!\nVänligen radera alla mina personuppgifter.\nMed vänliga hälsningar", "Begäran", "sv"),
    right("erasure sv other", "erasure", "Jag vill att ni tar bort mig ur ert register. Tack", "", "sv"),
    right("erasure en", "erasure", "Please delete all the personal data you hold on me. Thanks", "Request", "en"),
    right("erasure en forgotten", "erasure", "I am exercising my right to be forgotten.", "", "en"),
    right("access fi", "access", "Hei! Mitä tietoja teillä on minusta?", "Kysymys"),
    right("access fi formal", "access", "Haluan käyttää tarkastusoikeuttani ja nähdä kaikki itseäni koskevat tiedot."),
    right("access fi copy", "access", "Pyydän jäljennöksen tiedoistani."),
    right("access sv", "access", "Hej, vilka personuppgifter har ni om mig? Jag vill ha ett registerutdrag.", "", "sv"),
    right("access en", "access", "Dear Sir or Madam, what data do you hold about me?", "GDPR", "en"),
    right("access en dsar", "access", "This is a subject access request under the GDPR.", "DSAR", "en"),
    right("portability fi", "portability", "Haluan tietoni koneluettavassa muodossa."),
    right("portability en", "portability", "Please send me my data in a machine-readable format.", "", "en"),
    right("rectification fi", "rectification", "Oikaiskaa nimeni: se on Kanarialintu eikä Kanarianlintu."),
    right("rectification sv", "rectification", "Jag ber er rätta mina uppgifter. Adressen är inte min.", "", "sv"),
    right("rectification en", "rectification", "Could you please correct my address in your records?", "", "en"),
    right("restriction fi", "restriction", "Älkää poistako tietojani, vaan rajoittakaa niiden käsittelyä."),
    right("restriction sv", "restriction", "Jag begär att ni begränsar behandlingen av mina uppgifter.", "", "sv"),
    right("restriction en", "restriction", "Please restrict the processing of my data.", "", "en"),
    right("objection fi", "objection", "Vastustan tietojeni käsittelyä oikeutetun edun perusteella."),
    right("objection sv", "objection", "Jag invänder mot behandlingen av mina personuppgifter.", "", "sv"),
    right("objection en", "objection", "I object to the processing of my data.", "", "en"),
    right("marketing fi", "marketing_objection", "Hei, en halua enää mainoksia sähköpostiini. Kiitos!"),
    right("marketing fi list", "marketing_objection", "Poistakaa minut postituslistaltanne, en ole tilannut uutiskirjettänne."),
    right("marketing sv", "marketing_objection", "Hej, jag vill inte få er reklam längre.", "", "sv"),
    right("marketing en", "marketing_objection", "Please remove me from your mailing list, I do not want your newsletter.", "", "en"),
    right("consent fi", "consent_withdrawal", "Peruutan antamani suostumuksen."),
    right("consent sv", "consent_withdrawal", "Jag återkallar mitt samtycke.", "", "sv"),
    right("consent en", "consent_withdrawal", "I hereby withdraw my consent.", "", "en"),
    Sample(name="two rights", kinds=("access", "erasure"), text="Mitä tietoja teillä on minusta? Kun olen nähnyt ne, poistakaa kaikki tietoni."),
    Sample(name="unknown sender", kinds=("erasure",), sender=STRANGER, text="Poistakaa tietoni."),
    Sample(name="stop fi", became="opt_out", subject="Re: Syksyn tarjoukset", text="Lopeta\n\nAino\n\nMa 2.11.2026 klo 9.00 Kespet Oy kirjoitti:\n> Syksyn tarjoukset"),
    Sample(name="stop subject", became="opt_out", subject="STOP", text=""),
    Sample(name="stop sv", became="opt_out", subject="Sv: Erbjudande", text="Avsluta!", language="sv"),
    Sample(name="stop en", became="opt_out", subject="unsubscribe", text="", language="en"),
    Sample(name="peru", became="opt_out", text="peru."),
    Sample(name="mailto", became="opt_out", to="sales+unsubscribe@kespet.fi", text="Dette er automatisk utfylt"),
    Sample(name="ordinary", became="contact", subject="Rehutilaus", text="Hei, tarvitsemme ensi viikolla 20 säkkiä. Terveisin Aino"),
    Sample(name="ordinary with a legal line", became="contact", subject="Toimitus", text="Kiitos, toimitus tuli perille kunnossa ja kaikki oli hyvin pakattu.\n\n" + "Palaan asiaan viikolla 48. " * 40 + "\n\nIf you are not the intended recipient, please delete this message and all information in it. Tietosuojaselosteemme: www.kanaria.example"),
    Sample(name="stranger's ordinary mail", became="unclear", sender=STRANGER, text="Tarjoamme teille toimistotuoleja."),
    Sample(name="privacy in other words", became="unclear", subject="Tietosuoja", text="Miten tämä teillä oikein toimii?"),
    Sample(name="privacy mailbox", became="unclear", to="susanna.sole@kespet.fi", text="Hei, voisitteko soittaa minulle?"),
    Sample(name="quoted request only", became="contact", text="Kiitos tästä!\n\nma 2.11.2026 klo 9.00 Kespet Oy <sales@kespet.fi> kirjoitti:\n> Poistakaa tietoni."),
]  # fmt: skip
