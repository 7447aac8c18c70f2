"""The coordinator: asks for the needs, and writes the beslutningsgrunnlag with UH."""

from playwright.sync_api import expect

from e2e.window import Window
from laget.config.sample.year import TEXTS

TEXT = TEXTS["beslutningsgrunnlag"]


def ask_owners(window: Window) -> None:
    window.open("/aar/")
    window.follow("Trøndelag 2025")
    window.follow("Behovsmelding fra eier til nettverket")
    window.see("Ingen behovsmeldinger ennå.")
    window.press("Be om behovsmeldinger")
    window.see("2 eiere har fått oppgaven, og virksomhetene deres også.")


def write_common_need(window: Window) -> None:
    window.take_up("Skrive beslutningsgrunnlag")
    window.follow("Begynn å skrive")
    window.write("Hva går igjen i behovsmeldingene?", TEXT["summary"])
    window.write("Hva har dere valgt å prioritere, og hvorfor?", TEXT["priorities"])
    window.press("Lagre og gå videre")
    window.write("Hvordan har nettverket og UH vurdert behovene og planlagt sammen?", TEXT["together"])
    window.write("Hva tar UH med seg inn i lærerutdanningen?", TEXT["teacher_education"])
    window.press("Lagre og gå videre")


def finish_plan(window: Window) -> None:
    """The parts after the tiltak."""
    window.follow("Plan og koordinering")
    window.tick("Ja")
    window.write("Hvordan koordineres arbeidet?", TEXT["coordination"])
    window.press("Lagre og se hele")


def find_it_over_the_frame(window: Window, over: str) -> None:
    """What is too much can't be put forward, and the page says by how much."""
    window.follow("Se over og legg fram til signering")
    window.see(f"Budsjettet er {over} over rammen")
    expect(window.page.get_by_role("button", name="Legg fram til signering")).to_have_count(0)


def put_forward(window: Window) -> None:
    window.follow("Se over og legg fram til signering")
    window.press("Legg fram til signering")
    window.see("Beslutningsgrunnlaget er lagt fram til signering.")


def sign(window: Window, side: str) -> str:
    """Sign for one side, and give the hash of what was signed, as the page shows it."""
    window.press(f"Signer for {side}")
    window.see("Du har signert.")
    return window.page.locator("section:has(h2:text-is('Signaturer')) code").text_content() or ""


def report(window: Window, amounts: dict[str, tuple[str, str]], *, unused: str = "") -> None:
    """Write the report. `amounts` maps each amount to what there was of it, which is there already, and used.

    `unused` says what is to become of the rest, when there is one.
    """
    text = TEXTS["report"]
    window.take_up("Rapportere på tilskuddet")
    window.follow("Begynn å skrive")
    for name, (received, used) in amounts.items():
        line = window.group(name)
        expect(line).to_contain_text(received)
        window.write("Brukt", used, within=line)
        window.tick("Gjennomført med endringer" if unused else "Gjennomført som planlagt", within=line)
        if unused:
            window.write("Hva skal skje med resten?", unused, within=line)
    window.press("Lagre og gå videre")
    window.write("Hva er gjennomført, sett mot planen?", text["done"])
    window.write("Ansatte i barnehage, Offentlig", "14")
    window.write("Ansatte i PPT, Offentlig", "2")
    window.press("Lagre og gå videre")
    window.write("Hva er endret i praksis?", TEXTS["themes"][0]["changed"])
    window.write("Hvordan vet dere det?", text["evidence"])
    window.write("Hva tar UH med seg inn i lærerutdanningen?", text["teacher_education"])
    window.press("Lagre og se hele")
    window.follow("Se over og send")
    window.press("Send til Statsforvalteren")
    window.see("Rapporten er sendt til Statsforvalteren.")
