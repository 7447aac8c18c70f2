"""The leader of the samarbeidsforum: tries keys until the forum is agreed, and sends its recommendation."""

from playwright.sync_api import expect

from e2e.window import Window


def try_a_key(window: Window, *, base: str) -> dict[str, str]:
    """What each network would get with another base grant, as the page shows it."""
    window.open("/aar/")
    window.follow("Trøndelag 2025")
    window.follow("Samarbeidsforum setter fordelingsnøkkel og rammer")
    window.write("Grunntilskudd til hvert nettverk", base)
    window.press("Regn ut")
    window.see("Utkastet ved siden av dagens nøkkel")
    assert "base=" in window.page.url  # the draft can be shared
    rows = window.page.locator("table", has_text="Utkastet ved siden av").locator("tbody tr").all()
    return {row.locator("th").inner_text(): row.locator("td[data-label=Utkast]").inner_text() for row in rows}


def adopt(window: Window, reference: str) -> None:
    window.press("Gå videre til vedtak")
    window.write("Møte og sak", reference)
    window.press("Vedta rammene")
    window.see("Rammene er vedtatt, og nettverkene kan se dem.")
    window.see(reference)


def send_innstilling(window: Window) -> None:
    window.take_up("Sende innstillingen")
    window.follow("Se over og send")
    window.press("Send til Statsforvalteren")
    window.see("Innstillingen er sendt til Statsforvalteren.")
    expect(window.page.get_by_role("link", name="Last ned som PDF")).to_be_visible()
