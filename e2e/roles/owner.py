"""The owner: reads what the units need, asks for more where it must, and states the need to the network."""

from playwright.sync_api import expect

from e2e.window import Window
from laget.config.sample.year import TEXTS

THEME, TEXT = TEXTS["themes"][0], TEXTS["behovsmelding"]


def return_assessment(window: Window, unit: str, reason: str) -> None:
    window.open("/aar/")
    window.follow("Trøndelag 2025")
    window.follow("Virksomhetene vurderer eget ståsted")
    window.follow(unit)
    window.page.locator("summary", has_text="Send tilbake til virksomheten").click()
    window.write("Hva må endres, og hvorfor?", reason)
    window.press("Send tilbake til virksomheten")
    window.see("Vurderingen er sendt tilbake.")


def build_on_assessment(window: Window, unit: str) -> None:
    window.take_up("Skrive behovsmelding")
    window.follow("Begynn å skrive")
    window.tick(unit)
    window.press("Lagre og gå videre")


def write_in_two_tabs(window: Window, first: str, second: str, both: str) -> None:
    """The tab that comes last learns of it, sees both texts, and loses neither."""
    other = Window(window.browser, window.address, beside=window)
    other.open(window.page.url)
    window.write("Hvilken kompetanse trengs?", first)
    window.see_it_saved()
    other.write("Hvilken kompetanse trengs?", second)
    expect(other.page.locator("#saved")).to_contain_text("Resten lagres som før.")
    other.press("Lagre og gå videre", status=409)
    other.see("To har skrevet i det samme")
    expect(other.page.locator("blockquote")).to_have_text([first])
    expect(other.page.get_by_label("Hvilken kompetanse trengs?")).to_have_value(second)
    other.write("Hvilken kompetanse trengs?", both)
    other.press("Lagre og gå videre")
    other.page.close()
    window.open(window.page.url)
    expect(window.page.get_by_label("Hvilken kompetanse trengs?")).to_have_value(both)


def write_the_rest(window: Window) -> None:
    window.write("Hva skal være annerledes for barna når dere er i mål?", THEME["goal"])
    window.tick("Språk- og talevansker")
    window.tick("Ansatte i barnehage", within=window.group("Hvem er målgruppa?"))
    window.press("Lagre og gå videre")
    window.write("Hvordan har dere drøftet behovet med UH?", TEXT["dialogue"])
    window.tick("Ja", within=window.group("Ønsker dere at Statped bidrar?"))
    window.press("Lagre og gå videre")
    window.write("Hvordan har ansatte, ledere og tillitsvalgte medvirket?", TEXT["took_part"])
    window.press("Lagre og gå videre")


def send_after_a_misspelt_amount(window: Window) -> None:
    """What can't be read as kroner is kept as written, and said beside the field."""
    window.write("Omtrent hva vil det koste det første året?", "ca. 250 000")
    window.press("Lagre og se hele", status=422)
    window.see("Lagret, men dette må rettes før det kan sendes")
    window.write("Omtrent hva vil det koste det første året?", "250 000")
    window.press("Lagre og se hele")
    window.follow("Se over og send")
    window.press("Send til nettverket")
    window.see("Behovsmeldingen er sendt til Innherred.")
