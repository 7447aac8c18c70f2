"""The case officer at Statsforvalteren: prepares, sends, and follows up. Never decides."""

from playwright.sync_api import expect

from e2e.window import Window


def prepare(window: Window) -> None:
    window.take_up("Forberede tilsagnene")
    window.press("Forbered tilsagnene")


def propose(window: Window, recipient: str) -> bytes:
    """Put one tilsagn before the one who decides, and give the letter as it looks now."""
    window.follow(recipient)
    draft = window.fetch("Se hvordan brevet blir (PDF)")
    window.follow("Se over og legg fram")
    window.press("Legg fram til beslutning")
    window.see("Tilsagnet er lagt fram til beslutning.")
    expect(window.page.get_by_role("button", name="Vedta tilsagnet")).to_have_count(0)
    return draft


def propose_the_rest(window: Window) -> None:
    window.follow("Tilsagn", within="nav.trail")
    window.press("Legg fram alle som er ferdige")
    expect(window.page.get_by_role("button", name="Vedta alle")).to_have_count(0)


def send_letters(window: Window) -> None:
    window.take_up("Sende tilsagnsbrev")
    window.follow("Tilsagn", within="nav.trail")
    window.press("Send alle brevene")
    window.see("brev er lagt i utboksen.")
    window.press("Send alle nå, uten å vente")
    window.see("brev går ut nå.")


def ask_for_reports(window: Window) -> None:
    window.take_up("Be om rapporter")
    window.press("Be om rapporter")
    window.see("mottakere har fått oppgaven.")


def approve_report(window: Window) -> None:
    window.take_up("Lese rapport")
    for each in window.page.get_by_label("Godt nok").all():
        each.check()
    window.press("Godkjenn rapporten")
    window.see("Rapporten er godkjent.")


def follow_an_amount(window: Window, recipient: str, name: str) -> None:
    """From the tilsagn to the page that follows the amount both ways."""
    window.open("/aar/")
    window.follow("Trøndelag 2025")
    window.follow("Vedtak og tilsagnsbrev fra Statsforvalteren")
    window.follow(recipient)
    window.follow(name)
