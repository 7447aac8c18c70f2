"""The three spor: spor 3 from sign-up to the sixth samling, for a unit in each of two municipalities, and a report that
is filled; then spor 1 and spor 2 in the same county.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from e2e.other_spor import spor_1, spor_2
from e2e.server import own_database, running_server
from e2e.window import PHONE, Window, chromium
from laget.base.audit.verify import verify
from laget.base.cycle.actions import set_demo_day
from laget.effect.delivery.models import Delivery, Pulje
from laget.effect.reports.models import Report
from laget.need.voices.tests.scene import staff_answer
from laget.rules.dates import months_later
from testing.delivery import BEGINS, MAY, development_of, hold, told
from testing.people import World, build_world

JOIN, BEGUN = "Melde på til fellestiltaket", "Sette i gang det som er innvilget"
PHASES = ("Undersøke", "Fokusere", "Utvikle forståelse", "Lære", "Handle", "Evaluere")
BACK = "Vi hadde ikke hørt de yngste."
Place = tuple[Browser, str, World]


@pytest.fixture
def place(django_db_blocker: DjangoDbBlocker, settings: Any, tmp_path: Path) -> Iterator[Place]:
    """The staff of Solbakken have answered. The letters have come, and nobody is asked to report yet."""
    settings.SURVEY_KEYS = tmp_path
    with django_db_blocker.unblock(), own_database() as database:
        world = build_world()
        staff_answer(world, 12)
        told(world)
        set_demo_day(MAY.date(), person=None)
        with running_server(database) as address, chromium() as browser:
            yield browser, address, world


def test_the_spor_are_gone_through_from_sign_up_to_the_report_and_the_plan(place: Place) -> None:
    browser, address, world = place
    arne, nina, pal, kari, per = (
        Window(browser, address).sign_in(name) for name in ("Arne", "Nina", "Pål", "Kari", "Per")
    )
    pulje = sign_up(arne, nina, pal)
    for step, (wait, _phase) in enumerate(zip((0, 3, 6, 10, 14, 18), PHASES, strict=True)):
        day = months_later(BEGINS, wait)
        set_demo_day(day - timedelta(days=20), person=None)
        gather(arne, pulje, step, day)
        sign_up_and_come(world, pulje, step)
        set_demo_day(day + timedelta(days=1), person=None)
        for window, unit in ((kari, "Solbakken barnehage"), (per, "Havhesten barnehage")):
            go_on(window, world, unit, step)
    go_back(kari, world)
    finish(arne, pulje)
    carry_out(nina, pulje)
    is_filled(Window(browser, address).sign_in("Eva"), nina, world)
    kari.page.set_viewport_size({"width": 1280, "height": 720})
    spor_1(arne, nina, kari, day=date(2027, 3, 1))
    spor_2(arne, nina, kari, world, day=date(2027, 4, 15))
    assert verify().ok


def sign_up(arne: Window, nina: Window, pal: Window) -> Pulje:
    """The forum opens it; the network that wished for it has it to do, and another comes along."""
    arne.open("/fellestiltak/")
    arne.follow("Åpne en pulje av spor 3")
    arne.write("Hva heter puljen?", "Pulje 1")
    arne.write("Påmeldingen åpner", "2025-05-01")
    arne.write("Siste dag for påmelding", "2025-04-30")
    arne.write("Puljen begynner", BEGINS.isoformat())
    arne.press("Åpne puljen for påmelding", status=422)
    arne.see("Siste dag kan ikke være før påmeldingen åpner.")
    arne.write("Siste dag for påmelding", "2025-06-01")
    arne.write("Nord universitet: plass til så mange virksomheter", "1")
    arne.press("Åpne puljen for påmelding")
    arne.see("Ønsket dette i beslutningsgrunnlaget, men er ikke påmeldt")
    nina.take_up(JOIN)
    nina.follow("Meld på Innherred")
    nina.see("Dere ønsket dette sporet i beslutningsgrunnlaget for 2025.")
    nina.tick("Solbakken barnehage")
    nina.press("Meld på", status=422)
    nina.see("Velg hvilken UH dere går sammen med.")
    nina.page.get_by_label("Hvilken UH går dere sammen med?").select_option(label="Nord universitet (plass til 1 til)")
    nina.press("Meld på")
    nina.see("Dere er påmeldt.")
    pulje = Pulje.objects.get()
    pal.open(pulje.get_absolute_url())
    pal.follow("Meld på Fosen")
    pal.tick("Havhesten barnehage")
    pal.page.get_by_label("Hvilken UH går dere sammen med?").select_option(index=1)
    pal.press("Meld på")
    arne.open(pulje.get_absolute_url())
    arne.press("Sett i gang puljen")
    arne.see("Puljen er i gang. Sett tid for samlingene.")
    return pulje


def gather(arne: Window, pulje: Pulje, step: int, day: date) -> None:
    arne.open(pulje.get_absolute_url())
    arne.follow(f"Sett tid for Samling {step + 1}")
    arne.write("Dag", day.isoformat())
    arne.write("Sted", "Steinkjer")
    arne.write("Siste dag for påmelding", (day - timedelta(days=5)).isoformat())
    arne.press("Sett tiden, og inviter")
    arne.see("Tidspunktet er satt, og de som er med, har fått varsel.")
    if step == 4:
        arne.see("Merk: I planen står det «fase 5» her også.")


def sign_up_and_come(world: World, pulje: Pulje, step: int) -> None:
    samling = pulje.samlinger.select_related("event").get(step=step)
    hold(
        world,
        samling,
        ("kari", "Solbakken barnehage", "staff", "Ane"),
        ("kari", "Solbakken barnehage", "leaders", "Kari"),
        ("per", "Havhesten barnehage", "leaders", "Per"),
    )


def go_on(window: Window, world: World, unit: str, step: int) -> None:
    """What the samling prepared is thought about at home, and they go on to the next phase."""
    development = development_of(world, unit)
    if step == 0:
        window.take_up("Komme i gang med utviklingsarbeidet")
    else:
        window.open(development.get_absolute_url())
    window.see(f"{step + 1}. {PHASES[step]}")
    window.write("Notat", f"Dette fant vi etter samling {step + 1}.")
    window.press("Lagre notatet")
    window.see("Notatet er lagret.")
    if step < 5:
        window.press("Gå til fasen")  # the next is chosen already
        window.see("Dere er i en ny fase.")


def go_back(kari: Window, world: World) -> None:
    """Going back is allowed, and one says why; the model may be another. On a phone."""
    kari.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    kari.open(development_of(world, "Solbakken barnehage").get_absolute_url())
    kari.page.get_by_label("Hvilken fase?").select_option(label="1. Undersøke")
    kari.press("Gå til fasen", status=422)
    kari.see("Skriv hvorfor dere går tilbake. Da husker dere det senere.")
    kari.page.get_by_label("Hvilken fase?").select_option(label="1. Undersøke")
    kari.page.get_by_label("Hvorfor?").first.fill(BACK)
    kari.press("Gå til fasen")
    kari.see(BACK)
    kari.page.get_by_text("Velg en annen modell").click()
    kari.page.get_by_label("Modell", exact=True).select_option(label="Datateam")
    kari.press("Gå etter denne modellen")
    kari.see("1. Beskrive problemet")
    kari.see("Dette fant vi etter samling 6.")


def finish(arne: Window, pulje: Pulje) -> None:
    arne.open(pulje.get_absolute_url())
    arne.press("Avslutt puljen")
    arne.see("Puljen er avsluttet.")


def carry_out(nina: Window, pulje: Pulje) -> None:
    """What is granted is begun, its money used, and what changed is written: the pulje is part of it."""
    nina.take_up(BEGUN)
    nina.press("Sett i gang")
    delivery = Delivery.objects.filter(tiltak__isnull=False, party__name="Innherred").order_by("title", "pk")[0]
    nina.follow(delivery.title)
    nina.follow("Skriv hvordan det går")
    nina.page.get_by_label("Hvordan går det, sett mot planen?").select_option(label="Gjennomført som planlagt")
    nina.write("Hva er endret i praksis?", "Vi starter dagen ute.")
    nina.write("Hvordan vet dere det?", "Barna sier det selv.")
    nina.write("Ansatte i barnehage: hvor mange er de?", "20")
    nina.page.get_by_label("Er tiltaket en del av en pulje?").select_option(label=str(pulje))
    nina.press("Lagre")
    nina.see("Samling 6: Utviklingsstøtte til lokalt arbeid, Pulje 1")
    nina.see("1 (5 %)")
    nina.page.get_by_label("Hvilke penger?").select_option(label="Innherred, 2025")
    nina.write("Når?", "2025-10-01")
    nina.write("Hva gikk de til?", "Vikarer")
    nina.write("Hvor mye?", "100 000 000")
    nina.press("Før utgiften", status=422)
    nina.write("Hvor mye?", "10 000")
    nina.press("Før utgiften")
    nina.see("Utgiften er ført. Den kommer med i rapporten.")
    nina.open(delivery.get_absolute_url())
    nina.examine_in_all_colours()


def is_filled(eva: Window, nina: Window, world: World) -> None:
    """Nothing is typed twice: the writer looks over what stands there."""
    eva.open(f"/rapport/runde/{world.round.pk}/")
    eva.press("Be om rapporter")
    report = Report.objects.get(subject=world.parties["Innherred"])
    nina.open(f"/dokument/{report.pk}/skjema/lines/")
    assert "10000" in [field.input_value() for field in nina.page.get_by_label("Brukt").all()]
    nina.open(f"/dokument/{report.pk}/skjema/done/")
    text = nina.page.get_by_label("Hva er gjennomført, sett mot planen?").input_value()
    assert text.count("møtte.") == 6
    assert "15. februar 2027: Samling 6" in text
    nina.open(f"/dokument/{report.pk}/skjema/effect/")
    assert "Vi starter dagen ute." in nina.page.get_by_label("Hva er endret i praksis?").input_value()
