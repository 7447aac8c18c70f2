"""The secretary of the samarbeidsforum: asks the partnerships, and writes the innstilling."""

from e2e.window import Window
from laget.config.sample.year import TEXTS

TEXT = TEXTS["innstilling"]


def ask_partnerships(window: Window) -> None:
    window.take_up("Be nettverkene om beslutningsgrunnlag")
    window.press("Be om beslutningsgrunnlag")
    window.see("11 nettverk har fått oppgaven.")


def write_innstilling(window: Window, *, less: dict[str, str]) -> None:
    """`less` maps an amount to what the forum recommends instead."""
    window.open("/aar/")
    window.follow("Trøndelag 2025")
    window.follow("Innstilling fra samarbeidsforum til Statsforvalteren")
    window.press("Begynn på innstillingen")
    window.see("Slik møter tiltaket kriteriene")
    window.follow("Skriv videre")
    window.write("Hva er prioritert, og hvorfor?", TEXT["priorities"])
    window.write("Hvordan møter tiltakene kriteriene samlet?", TEXT["criteria"])
    window.tick("Forumet var enig")
    window.write("Når var møtet?", "2025-03-12")
    window.press("Lagre og gå videre")
    for name, amount in less.items():
        line = window.group(name)
        window.write("Anbefalt", amount, within=line)
        window.write("Hvorfor mindre?", TEXT["less"], within=line)
    window.see_it_saved()
    window.press("Lagre og se hele")
