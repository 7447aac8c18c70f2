"""A conference in a real browser: people sign up, it is moved, its money goes elsewhere, and who came is marked."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, expect
from pytest_django import DjangoDbBlocker

from e2e.server import own_database, running_server
from e2e.window import PHONE, Window, chromium
from laget.base.audit.verify import verify
from laget.base.cycle.actions import set_demo_day
from laget.effect.events.counting import attendance_counts
from laget.effect.events.models import Event, SignUp
from laget.grant.ledger.queries import balance_of
from laget.need.surveys.library import store_shipped
from testing.money import award_to
from testing.people import AUTUMN, World, build_world

APRIL, JUNE, AFTER = date(2025, 4, 1), date(2025, 6, 4), date(2025, 6, 5)
OVERTAKEN = "Udir holder en nasjonal konferanse samme dag."
ON_A_PHONE = {"viewport": {"width": PHONE[0], "height": PHONE[1]}}
Place = tuple[Browser, str, World]


@pytest.fixture
def place(django_db_blocker: DjangoDbBlocker) -> Iterator[Place]:
    with django_db_blocker.unblock(), own_database() as database:
        world = build_world()
        store_shipped(at=AUTUMN)
        award_to(world, "Innherred", name="Erfaringskonferanse")
        set_demo_day(APRIL, person=None)
        with running_server(database) as address, chromium() as browser:
            yield browser, address, world


def test_a_conference_is_moved_its_money_repurposed_and_those_who_came_are_counted(place: Place) -> None:
    browser, address, _world = place
    nina, kari, eva, dag = (Window(browser, address).sign_in(name) for name in ("Nina", "Kari", "Eva", "Dag"))
    knut = Window(browser, address, **ON_A_PHONE).sign_in("Knut")
    plan(nina)
    sign_up(kari)
    sign_up_oneself(knut)
    say_what_it_costs(nina)
    move(nina)
    still_come(kari, Window(browser, address, **ON_A_PHONE))
    ask_for_a_decision(nina)
    decide(eva, dag)
    at_the_door(browser, address)
    ask_those_who_came(nina)
    counts = attendance_counts(Event.objects.get())
    assert (counts.attended, counts.by_layer_and_sector) == (2, {("staff", "public"): 2})
    assert verify().ok


def plan(nina: Window) -> None:
    nina.open("/arrangement/")
    nina.see("Ingen arrangementer kommer.")
    nina.follow("For Innherred")
    nina.press("Lagre som utkast", status=422)
    nina.see("Dette må rettes")
    nina.page.get_by_label("Hva er det?").select_option(label="Konferanse")
    nina.write("Hva heter arrangementet?", "Erfaringskonferanse")
    nina.write("Om arrangementet", "Alle viser noe de har prøvd.")
    for label, value in (("Dag", "2025-05-14"), ("Siste dag for påmelding", "2025-05-07")):
        nina.page.get_by_label(label, exact=True).fill(value)
    nina.write("Begynner klokka", "09:00")
    nina.write("Slutter klokka", "15:00")
    nina.page.get_by_label("Sted", exact=False).first.fill("Verdal hotell")
    nina.write("Antall plasser", "3")
    nina.tick("Innherred", within=nina.group("Hvem er invitert?"))
    nina.press("Lagre som utkast")
    nina.see("Bare dere som arrangerer, ser det.")
    nina.press("Åpne for påmelding")
    nina.see("Påmeldingen er åpen.")


def sign_up(kari: Window) -> None:
    """The fourth finds no room."""
    kari.open("/arrangement/")
    kari.follow("Erfaringskonferanse")
    kari.follow("Meld på deltakere")
    kari.page.get_by_label("Målgruppe").select_option(label="Ansatte")
    kari.write("Hvem kommer?", "Ane Aas, ane\nBo Berg")
    kari.press("Meld på", status=422)
    kari.see("Linje 1: «ane» er ikke en e-postadresse.")
    kari.write("Hvem kommer?", "Ane Aas, ane@x.example\nBo Berg\nCis Dahl")
    kari.press("Meld på")
    kari.see("3 er påmeldt.")


def sign_up_oneself(knut: Window) -> None:
    """On a phone: he waits until Cis can't come."""
    knut.open("/arrangement/")
    knut.follow("Erfaringskonferanse")
    knut.page.get_by_label("Målgruppe").select_option(label="Ansatte")
    knut.press("Meld meg på")
    knut.see("Det er fullt. Du står på venteliste")


def say_what_it_costs(nina: Window) -> None:
    nina.follow("Hva arrangementet koster")
    nina.write("satt av", "200000")
    nina.write("brukt så langt", "30000")
    nina.press("Lagre")
    nina.see("er ikke brukt.")
    nina.follow("Erfaringskonferanse", within="nav.trail")


def move(nina: Window) -> None:
    nina.follow("Flytt")
    nina.see("3 påmeldte og 1 på venteliste får beskjed med en gang.")
    nina.page.get_by_label("Dag", exact=True).fill("2025-06-04")
    nina.page.get_by_label("Siste dag for påmelding", exact=True).fill("2025-05-28")
    nina.write("Hvorfor flyttes det?", OVERTAKEN)
    nina.press("Flytt, og gi beskjed")
    nina.see("Arrangementet er flyttet.")
    nina.see("Har ikke svart etter flyttingen")


def still_come(kari: Window, ane: Window) -> None:
    """Ane by her ticket, without an account; Cis can't, so Knut moves up; Kari answers for the rest."""
    ticket = SignUp.objects.get(name="Ane Aas").ticket
    ane.open(f"/billett/{ticket}/")
    ane.see("Kommer du fortsatt?")
    ane.press("Ja, jeg kommer")
    ane.see("Takk. Da vet arrangøren at du kommer.")
    kari.open(Event.objects.get().get_absolute_url())
    kari.press("Meld av Cis Dahl")
    kari.see("Cis Dahl er meldt av, og navnet er slettet.")
    kari.press("Ja, de kommer")
    kari.see("Takk. Da vet arrangøren at dere fortsatt kommer.")
    assert SignUp.objects.get(name="Knut").place == "signed"


def ask_for_a_decision(nina: Window) -> None:
    nina.follow("Hva arrangementet koster")
    nina.press("Be Statsforvalteren avgjøre")
    nina.see("Statsforvalteren har fått det som oppgave.")


def decide(eva: Window, dag: Window) -> None:
    """What isn't needed goes to guidance the same year; the amount and the reason are filled in."""
    eva.take_up("Avgjøre hva som skal skje med pengene til et arrangement")
    eva.see(OVERTAKEN)
    eva.follow("Omdisponer til noe annet")
    expect(eva.page.get_by_label("Hvorfor?")).to_have_value(f"Erfaringskonferanse er flyttet. {OVERTAKEN}")
    eva.write("Hvor mye?", "100000")
    eva.page.get_by_label("Til hva?").select_option(label="Noe som ikke står her")
    eva.write("Hva heter det, når det ikke står i lista?", "Veiledning i nettverket")
    eva.press("Legg fram til beslutning")
    dag.take_up("Vedta endring av tildeling")
    dag.press("Vedta endringen")
    dag.see("Endringen er vedtatt.")
    eva.open(f"{Event.objects.get().get_absolute_url()}penger/")
    eva.see("Vedtatt")
    eva.press("Ikke mer å avgjøre her")
    share = Event.objects.get().funding.get()
    eva.open(f"/tilsagn/runde/{share.award.given_in_id}/utboks/")
    eva.press("Send alle nå, uten å vente")
    assert balance_of(share.award, 2025).right == 200_000


def at_the_door(browser: Browser, address: str) -> None:
    """On a phone: by name, and by the code on a ticket."""
    set_demo_day(JUNE, person=None)
    nina = Window(browser, address, **ON_A_PHONE).sign_in("Nina")
    nina.take_up("Gjennomføre arrangementet")
    nina.follow("Registrer hvem som kommer")
    nina.write("Navn", "kn")
    nina.press("Finn")
    nina.press("Er her Knut")
    nina.see("1 av 3 er her.")
    nina.follow("Vis også dem som er registrert")
    nina.press("Angre Knut")
    nina.press("Er her Knut")
    nina.open(f"/billett/{SignUp.objects.get(name='Ane Aas').ticket}/")
    nina.press("Ane Aas er her")
    nina.see("2 av 3 er her.")


def ask_those_who_came(nina: Window) -> None:
    set_demo_day(AFTER, person=None)
    nina.open(Event.objects.get().get_absolute_url())
    nina.press("Arrangementet er gjennomført")
    nina.press("Spør dem som møtte")
    nina.see("Spørsmålene er sendt til dem som møtte.")
    nina.follow("Deltakerne")
    nina.see("3 påmeldt, 0 på venteliste, 2 møtt.")
    event = Event.objects.get()
    assert event.evaluation is not None
    assert event.evaluation.units.get().invited == {"staff": 2}
