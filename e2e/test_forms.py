"""What the county asks, in a real browser: a question that follows from another, and a file; tried and published."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pytest_django import DjangoDbBlocker

from e2e.server import own_database, running_server
from e2e.window import Window, chromium
from laget.base.audit.verify import verify
from laget.base.cycle.actions import set_demo_day
from laget.base.questions.models import Document, Upload
from laget.need.behovsmelding.actions import ask_owners
from testing.pdf import blank_pdf
from testing.people import AUTUMN, World, build_world

STATPED, HELP, PLAN = "Ønsker dere at Statped bidrar?", "Hva skal Statped bidra med?", "Legg ved planen"
FOCUSED = "document.activeElement.textContent.trim()"
Place = tuple[Browser, str, World]


@pytest.fixture
def place(django_db_blocker: DjangoDbBlocker) -> Iterator[Place]:
    with django_db_blocker.unblock(), own_database() as database:
        world = build_world()
        ask_owners(world.round, network=world.network("Innherred"), actor=world.act("nina"), at=AUTUMN)
        set_demo_day(AUTUMN.date(), person=None)
        with running_server(database) as address, chromium() as browser:
            yield browser, address, world


def test_a_county_asks_more_and_what_is_begun_stays_as_it_was(place: Place, tmp_path: Path) -> None:
    browser, address, world = place
    ola = Window(browser, address).sign_in("Ola")
    ola.open(section_of(world, "Inderøy kommune", "cooperation"))
    ola.write("Hvordan har dere drøftet behovet med UH?", "I partnerskapsmøtet.")
    ola.see_it_saved()
    ada = Window(browser, address).sign_in("Ada")
    add_what_follows(ada, world)
    add_a_file_by_keyboard(ada)
    try_it_out(ada)
    publish(ada)
    ola.open(section_of(world, "Inderøy kommune", "cooperation"))
    ola.group(STATPED).get_by_label("Ja").check()
    ola.see_it_saved()
    assert ola.page.get_by_text(HELP).count() == 0
    ask_owners(world.round, network=world.network("Fosen"), actor=world.act("pål"), at=AUTUMN)
    answer_the_new_one(Window(browser, address).sign_in("Pia"), world)
    lay_by_a_file(Window(browser, address, java_script_enabled=False).sign_in("Pia"), world, tmp_path)
    assert verify().ok


def section_of(world: World, owner: str, key: str) -> str:
    document = Document.objects.get(kind="behovsmelding", subject=world.parties[owner])
    return f"/dokument/{document.pk}/skjema/{key}/"


def add_what_follows(ada: Window, world: World) -> None:
    ada.open(f"/aar/runde/{world.round.pk}/")
    ada.follow("Skjemaer: endre hva runden spør om")
    ada.follow("Behovsmelding")
    ada.follow("Legg til spørsmål i Samarbeid")
    ada.press("Lagre i utkastet", status=422)
    ada.see("Skriv hva dere vil spørre om.")
    ada.write("Hva vil dere spørre om?", HELP)
    expect(ada.page.get_by_label("Svarene en velger mellom")).to_be_hidden()
    ada.page.get_by_label("Hvordan skal det svares?").select_option("several")
    ada.write("Svarene en velger mellom", "Kurs\nVeiledning")
    ada.write("Svarene på nynorsk", "Kurs\nRettleiing")
    ada.page.get_by_label("Skal det bare vises etter et bestemt svar?").select_option(label=STATPED)
    ada.press("Hent svarene")
    ada.group("Hvilket svar?").get_by_label("Ja").check()
    ada.page.get_by_label("Må besvares før dokumentet kan sendes").check()
    ada.press("Lagre i utkastet")
    ada.see(f"Vises etter svaret på «{STATPED}»")


def add_a_file_by_keyboard(ada: Window) -> None:
    """Added last in its section, and moved up one step with the focus left on it."""
    ada.follow("Legg til spørsmål i Forankring")
    ada.write("Hva vil dere spørre om?", PLAN)
    ada.write("Veiledning", "Bare planen som er vedtatt.")
    ada.page.get_by_label("Hvordan skal det svares?").select_option("file")
    ada.press("Lagre i utkastet")
    ada.page.locator("button", has_text=f"Opp, {PLAN}").focus()
    with ada.arriving():
        ada.page.keyboard.press("Enter")
    assert ada.page.evaluate(FOCUSED) == f"Opp, {PLAN}"
    with ada.arriving():
        ada.page.keyboard.press("Enter")
    assert ada.page.evaluate(FOCUSED) == f"Ned, {PLAN}"  # as high as it comes
    with ada.arriving():
        ada.page.keyboard.press("Enter")


def try_it_out(ada: Window) -> None:
    ada.follow("Forhåndsvis")
    expect(ada.group(HELP)).to_be_hidden()
    ada.group(STATPED).get_by_label("Ja").check()
    expect(ada.group(HELP)).to_be_visible()
    ada.see("I forhåndsvisningen blir ingenting lagt ved.")
    ada.press("Prøv å sende")
    ada.see(f"{HELP} Mangler svar.")
    ada.follow("Vis på nynorsk")
    ada.group(STATPED).get_by_label("Ja").check()
    ada.see("Rettleiing")
    ada.follow("Tilbake til skjemaet")


def publish(ada: Window) -> None:
    ada.follow("Se over og publiser")
    ada.see(f"Nytt: {HELP}")
    ada.see("2 dokumenter er åpnet, og beholder skjemaet de har.")
    ada.press("Publiser skjemaet")
    ada.see("Versjon 2 gjelder fra")


def answer_the_new_one(pia: Window, world: World) -> None:
    pia.open(section_of(world, "Ørland kommune", "cooperation"))
    expect(pia.group(HELP)).to_be_hidden()
    pia.group(STATPED).get_by_label("Ja").check()
    pia.group(HELP).get_by_label("Kurs").check()
    pia.see_it_saved()
    pia.press("Lagre og gå videre")
    written = Document.objects.get(kind="behovsmelding", subject=world.parties["Ørland kommune"]).answers
    assert (written["statped"], written["hva_skal_statped_bidra_med"]) == ("yes", ["kurs"])


def lay_by_a_file(pia: Window, world: World, folder: Path) -> None:
    """Without JavaScript."""
    pia.open(section_of(world, "Ørland kommune", "anchoring"))
    (folder / "plan.pdf").write_bytes(blank_pdf())
    (folder / "bilde.pdf").write_bytes(b"\x89PNG\r\n\x1a\n")
    pia.page.get_by_label(PLAN).set_input_files(folder / "bilde.pdf")
    pia.press("Last opp", status=422)
    pia.see("«bilde.pdf» slutter på .pdf, men innholdet er noe annet. Lagre den på nytt i riktig format.")
    pia.write("Hvordan har ansatte, ledere og tillitsvalgte medvirket?", "Alle var med.")
    pia.page.get_by_label(PLAN).set_input_files(folder / "plan.pdf")
    pia.press("Last opp")
    pia.see("plan.pdf")
    pia.press("Lagre og gå videre")
    pia.follow("Se hele")
    with pia.page.expect_download() as download:
        pia.page.get_by_role("link", name="plan.pdf").click()
    assert Path(download.value.path()).read_bytes() == (folder / "plan.pdf").read_bytes()
    (kept,) = Upload.objects.all()
    assert (kept.name, kept.document.answers["took_part"]) == ("plan.pdf", "Alle var med.")
