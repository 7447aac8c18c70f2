"""What the texts of letters are called where a county reads them, and what is filled in in them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from laget.base.cycle.letter_texts import Text


def name_of(key: str) -> str:
    """By what it is, or by which part of a letter it is and what that letter is about."""
    if key in _WHOLE:
        return str(_WHOLE[key])
    part, _underscore, about = key.partition("_")
    return f"{_PARTS[part]}: {_ABOUT[about]}"


def as_read(text: Text, language: str) -> str:
    """With what is filled in said in words, as in "Vi har vedtatt å gi [mottakeren] [beløp] i tilskudd."."""
    if not isinstance(text, str):
        return "\n".join(text)
    return text.format_map({word: f"[{said}]" for word, said in _FILLED_IN[language].items()}).strip()


_WHOLE: Final = {
    "sender": _("Avsender"),
    "draft": _("Merke på utkast"),
    "copy": _("Merke på redigerbar kopi"),
    "day": _("Dato"),
    "reference": _("Referanse"),
    "this_year": _("Av beløpet i år"),
    "table_caption": _("Tittel på tabellen"),
    "set_aside": _("I tabellen: satt av"),
    "sum": _("I tabellen: sum"),
    "grounds": _("Begrunnelse"),
    "grounds_refusal": _("Begrunnelse for avslag"),
    "purpose": _("Formål"),
    "conditions": _("Vilkår"),
    "payment": _("Utbetaling"),
    "later_years": _("Beløp for senere år"),
    "report": _("Frist for rapport"),
    "control": _("Kontroll"),
    "complaint": _("Slik klager mottakeren"),
    "follow": _("Før lenken til saken"),
    "signed": _("Hvem som vedtok"),
    "prepared": _("Hvem som forberedte"),
    "sealed": _("Før lenken til å sjekke brevet"),
    "attachment": _("Navn på vedlegget"),
    "mail_subject": _("Emne i e-posten"),
    "mail_body": _("E-posten"),
    "follow_case": _("Før lenken til saken, i senere brev"),
    "by_laget": _("Under brev som Laget sender"),
    "corrects": _("Øverst i et rettet brev"),
    "pay_back": _("Slik betaler mottakeren tilbake"),
    "pay_back_later": _("Når fylket ikke har oppgitt konto"),
    "mail_body_letter": _("E-posten med senere brev"),
}
_PARTS: Final = {
    "title": _("Tittel"),
    "intro": _("Innledning"),
    "legal": _("Regelverk"),
    "heading": _("Overskrift"),
    "column": _("Kolonne"),
}
_ABOUT: Final = {
    "grant": _("tilsagn"),
    "part": _("delvis tilsagn"),
    "refusal": _("avslag"),
    "after": _("senere brev"),
    "decision": _("vedtaket"),
    "grounds": _("begrunnelsen"),
    "conditions": _("formål og vilkår"),
    "payment": _("utbetaling og rapport"),
    "control": _("kontroll"),
    "complaint": _("klage"),
    "follow": _("følg pengene"),
    "to": _("tiltaket"),
    "year": _("året"),
    "applied": _("søkt"),
    "granted": _("innvilget"),
    "amount": _("beløpet"),
    "supplement": _("tillegg"),
    "carry_over": _("overføring til neste år"),
    "repurpose": _("omdisponering"),
    "return": _("penger som går tilbake"),
    "claim": _("krav om tilbakebetaling"),
    "withhold": _("penger som holdes tilbake"),
    "release": _("penger som betales ut igjen"),
    "release_none": _("penger som ikke holdes tilbake lenger"),
    "write_off": _("krav som faller bort"),
    "klage_received": _("klagen er mottatt"),
    "klage_upheld": _("medhold i klagen"),
    "klage_forwarded": _("klagen er sendt videre"),
    "klage_dismissed": _("klagen er avvist"),
    "klage_withdrawn": _("klagen er trukket"),
    "klage_confirmed": _("vedtaket er stadfestet"),
    "klage_reversed": _("vedtaket er endret av klageinstansen"),
    "klage_annulled": _("vedtaket er opphevet av klageinstansen"),
    "more": _("rapporten trenger mer"),
    "reminder": _("påminnelse om rapporten"),
    "last_reminder": _("siste påminnelse om rapporten"),
}
_BOKMAL: Final = {
    "account": "kontonummer",
    "amount": "beløp",
    "appeals_to": "klageinstansen",
    "claim": "beløp",
    "county": "fylket",
    "day": "dato",
    "decided": "den som vedtok",
    "less": "beløp",
    "name": "tildelingen",
    "pay_back": "slik betaler dere",
    "prepared": "den som forberedte",
    "recipient": "mottakeren",
    "reference": "referansen",
    "regulation": "forskriften",
    "scheme": "ordningen",
    "sender": "avsenderen",
    "weeks": "antall",
    "what": "det som er rettet",
    "year": "år",
}
_OTHERWISE_IN_NYNORSK: Final = {
    "name": "tildelinga",
    "pay_back": "slik betaler de",
    "prepared": "den som førebudde",
    "recipient": "mottakaren",
    "regulation": "forskrifta",
    "scheme": "ordninga",
    "sender": "avsendaren",
    "weeks": "talet på",
    "what": "det som er retta",
}
_FILLED_IN: Final = {"nb": _BOKMAL, "nn": {**_BOKMAL, **_OTHERWISE_IN_NYNORSK}}
