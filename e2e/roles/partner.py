"""The contact at a university or college: writes the tiltak together with the network."""

from playwright.sync_api import expect

from e2e.window import Window
from laget.config.sample.year import TEXTS

THEME, TEXT = TEXTS["themes"][0], TEXTS["beslutningsgrunnlag"]
CRITERIA = {
    "Lokalt definert behov": "need",
    "Arbeidsplassbasert og kollektivt": "workplace",
    "Partnerskap": "partnership",
    "Tverrfaglig": "interdisciplinary",
}


def add_tiltak(window: Window, owner: str, partner: str) -> None:
    """All of a tiltak but the money."""
    window.take_up("Skrive beslutningsgrunnlag sammen med nettverket", about="Innherred")
    window.follow("Tiltakene")
    window.press("Legg til tiltak")
    window.write("Hva heter tiltaket?", THEME["title"])
    window.write("Hva skal dere gjøre?", THEME["description"])
    window.tick(owner)
    window.tick(partner, within=window.group("Hvem er partner?"))
    for each in ("Ansatte i barnehage", "Ansatte i skole", "Ansatte i PPT"):
        window.tick(each)
    window.write("Når begynner det?", "2025-08-15")
    window.write("Når er det ferdig?", "2026-06-15")
    for title, key in CRITERIA.items():
        window.write(title, TEXT[key])


def budget(window: Window, amounts: dict[str, str]) -> None:
    """What each is to have the first year."""
    for who, amount in amounts.items():
        window.write(f"{who}, 2025", amount)


def see_frame_and_what_is_left(window: Window, frame: str, left: str) -> None:
    """Both in view, whether one reads the beginning or the end of the page."""
    meter = window.page.locator("#meter")
    expect(meter).to_contain_text(frame)
    expect(meter).to_contain_text(left)
    for place in ("window.scrollTo(0, 0)", "window.scrollTo(0, document.body.scrollHeight)"):
        window.page.evaluate(place)
        expect(meter).to_be_in_viewport(ratio=1)
