"""The one who decides at Statsforvalteren: another than the one who prepared."""

from e2e.window import Window


def decide(window: Window, recipient: str) -> bytes:
    """Decide on one tilsagn, and give the letter as it looks just before."""
    window.take_up("Vedta tilsagn", about=recipient)
    window.see("En annen må vedta det.")
    draft = window.fetch("Se hvordan brevet blir (PDF)")
    window.press("Vedta tilsagnet")
    window.see("Tilsagnet er vedtatt. Brevet er klart til utsending.")
    return draft


def decide_the_rest(window: Window) -> None:
    window.follow("Tilsagn", within="nav.trail")
    window.press("Vedta alle")
    window.see("tilsagn er vedtatt. Brevene er klare til utsending.")
