"""The leader of a barnehage: writes with the staff where they stand, and what they need."""

from playwright.sync_api import Page, Route, expect

from e2e.window import Window
from laget.config.sample.year import TEXTS

THEME, TEXT = TEXTS["themes"][0], TEXTS["assessment"]


def begin_and_see_it_saved(window: Window) -> None:
    window.take_up("Vurdere hvor dere står")
    window.follow("Begynn å skrive")
    window.write("Hva mangler vi?", THEME["lack"])
    window.see_it_saved()
    with window.arriving():
        window.page.reload()
    expect(window.page.get_by_label("Hva mangler vi?")).to_have_value(THEME["lack"])


def go_on_while_it_saves(window: Window) -> None:
    """What is sent comes after what the page is saving, so that it is what stands there."""
    page, sent = window.page, list[str]()
    saving = hold_back_savings(page)
    page.on("request", lambda request: sent.append(request.method) if request.is_navigation_request() else None)
    address = page.url.removeprefix(window.address)
    window.write("Hva mangler vi?", "Tid")
    expect(page.locator("form.htmx-request")).to_have_count(1)
    window.write("Hva mangler vi?", THEME["lack"])
    with window.arriving():
        for _impatiently in range(2):
            page.get_by_role("button", name="Lagre og gå videre").click(no_wait_after=True)
        page.wait_for_timeout(300)
        assert (len(saving), sent) == (1, [])
        saving.pop().continue_()
    page.unroute_all()
    assert sent == ["POST", "GET"]
    window.open(address)
    expect(page.get_by_label("Hva mangler vi?")).to_have_value(THEME["lack"])


def hold_back_savings(page: Page) -> list[Route]:
    """Those that are on their way, as over a slow line."""
    held: list[Route] = []
    page.route(
        "**/skjema/**",
        lambda route: held.append(route) if "hx-request" in route.request.headers else route.fallback(),
    )
    return held


def learn_what_is_missing(window: Window) -> None:
    window.follow("Se hele")
    window.follow("Se over og send")
    window.see("Dette må på plass først")
    expect(window.page.get_by_role("button", name="Send til Inderøy kommune")).to_have_count(0)
    window.follow("Hvilke utfordringer mestrer vi ikke i dag? Mangler svar.")
    expect(window.page.get_by_label("Hvilke utfordringer mestrer vi ikke i dag?")).to_be_visible()


def write_the_rest(window: Window) -> None:
    window.write("Hvilke utfordringer mestrer vi ikke i dag?", TEXT["not_mastered"])
    window.press("Lagre og gå videre")
    window.tick("Møter det ofte og trenger mer kompetanse", within=window.group("Språk- og talevansker"))
    window.tick("Møter det ofte og mestrer det", within=window.group("Atferdsvansker"))
    window.press("Lagre og gå videre")
    window.write("Styrker: Hva har vi som vi kan bygge på?", TEXT["strengths"])
    window.write("Hva prioriterer vi, og hvorfor?", TEXT["priorities"])
    window.press("Lagre og gå videre")
    window.write("Hvilken kompetanse trenger dere?", THEME["need"])
    window.tick("Ansatte i barnehage", within=window.group("Hvem trenger den?"))
    window.tick("Alle ansatte: en felles grunnkompetanse")
    window.press("Lagre og gå videre")
    for each in ("Ansatte", "Ledere"):
        window.tick(each, within=window.group("Hvem har vært med på vurderingen?"))
    window.write("Hvordan var de med?", TEXT["how"])
    window.write("Omtrent hvor mange ansatte var med?", "12")
    window.press("Lagre og se hele")


def send(window: Window, owner: str) -> None:
    window.follow("Se over og send")
    window.press(f"Send til {owner}")
    window.see(f"Vurderingen er sendt til {owner}.")


def mend_what_was_asked_for(window: Window, reason: str, more: str) -> None:
    """It has come back: the reason stands above, and the second version shows what is new in it."""
    window.take_up("Vurdere hvor dere står")
    window.see(reason)
    window.follow("Hva dere trenger")
    window.write("Hvordan har dere fått fram barn og unges syn?", more)
    window.press("Lagre og gå videre")
    window.follow("Se hele")
    send(window, "Inderøy kommune")
    with window.arriving():
        window.page.get_by_role("link", name="Versjon 2,").click()
    expect(window.page.locator("ins")).to_have_text([more])
