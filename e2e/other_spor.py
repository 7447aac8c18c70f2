"""Spor 1 and spor 2 as they are gone through: the webinar that is held twice, and the year of the children's voice."""

from datetime import date, timedelta

from e2e.window import PHONE, Window
from laget.base.cycle.actions import set_demo_day
from laget.base.cycle.models import DemoDay
from laget.effect.delivery.models import Development, Pulje, Samling
from laget.need.voices.models import Listening
from laget.rules.dates import months_later
from testing.delivery import hold
from testing.people import World

UNIT, ASKED, AFTER = "Solbakken barnehage", "Hvor ligger skjemaet?", "Kan vi bruke det på SFO?"
HEARD = "Flere vil ha en voksen nær når leken stopper opp."
GUIDANCE = "Hør de yngste også, og se hva de velger."


def spor_1(arne: Window, nina: Window, kari: Window, *, day: date) -> None:
    """Held on two dates; someone comes without having signed up; one asks during and after, and nothing is lost."""
    pulje = _begun(arne, nina, 1, day)
    first, second = day + timedelta(days=20), day + timedelta(days=27)
    for when in (first, second):
        _set_time(arne, pulje, "Webinar om refleksjonsverktøyet", when)
    assert not arne.page.get_by_role("link", name="Sett tid for Webinar").count()
    event = pulje.samlinger.select_related("event").earliest("event__begins").event
    kari.open(event.get_absolute_url())
    kari.follow("Meld på deltakere")
    kari.page.get_by_label("Målgruppe").select_option(label="Ansatte")
    kari.write("Hvem kommer?", "Ane Aas")
    kari.press("Meld på")
    set_demo_day(first, person=None)
    _at_the_door(arne, event.get_absolute_url())
    _asks(kari, pulje, ASKED)
    set_demo_day(second + timedelta(days=1), person=None)
    _asks(kari, pulje, AFTER)
    arne.take_up("Svare på spørsmål i en pulje")
    for answer in ("På nettsiden.", "Ja, med litt andre ord."):
        arne.see("Venter på svar")
        arne.page.get_by_label("Svar", exact=True).first.fill(answer)
        arne.press("Send svaret")
    arne.press("Avslutt puljen")
    kari.open(pulje.get_absolute_url())
    for said in (ASKED, "På nettsiden.", AFTER, "Ja, med litt andre ord."):
        kari.see(said)


def spor_2(arne: Window, nina: Window, kari: Window, world: World, *, day: date) -> None:
    """From the sign-up over practice with guidance, and what differs from the kartlegging, to the plan. A year."""
    pulje = _begun(arne, nina, 2, day)
    kari.take_up("Komme i gang med utviklingsarbeidet")
    development = Development.objects.get(joining__pulje=pulje)
    kari.follow(str(pulje))
    e_learning = kari.page.get_by_role("link", name="Statpeds e-læring Barnekonvensjonen")
    assert str(e_learning.get_attribute("href")).startswith("https://www.statped.no/")
    kari.open(development.get_absolute_url())
    kari.see("1. Forberede")
    kari.press("Legg til som funn")
    kari.see("Resultatet er lagt til i denne fasen.")
    _writes(kari, "Vi velger leken. De ansatte mener at alle får være med.")
    _moves(kari)
    _gather(arne, world, pulje, 1, months_later(day, 1))
    for number in (1, 2):  # rounds of practice, each with guidance
        kari.open(development.get_absolute_url())
        kari.see("2. Praksisrunder")
        _writes(kari, f"Runde {number}: vi snakket med barna mens de lekte.")
        _gather(arne, world, pulje, 1 + number, months_later(day, 4 * number))
        nina.open(development.get_absolute_url())
        nina.write("Notat", f"{GUIDANCE} Runde {number}.")
        nina.press("Lagre veiledningen")
    _hears(kari, development)
    kari.open(development.get_absolute_url())
    _moves(kari)
    kari.see("3. Se forskjeller og likheter")
    _writes(kari, "De voksne mener at alle er med. Barna sier noe annet.")
    _moves(kari)
    kari.see("4. Plan")
    _writes(kari, "En voksen blir i leken. Vi spør barna igjen til våren.")
    for said in (GUIDANCE, "Bygger på", "Runde 2: vi snakket med barna mens de lekte."):
        kari.see(said)
    kari.press("Avslutt utviklingsarbeidet")
    arne.open(pulje.get_absolute_url())
    arne.press("Avslutt puljen")


def _begun(arne: Window, nina: Window, spor: int, day: date) -> Pulje:
    set_demo_day(day, person=None)
    name = f"Pulje {day:%Y}"
    arne.open("/fellestiltak/")
    arne.follow(f"Åpne en pulje av spor {spor}")
    arne.write("Hva heter puljen?", name)
    for label in ("Påmeldingen åpner", "Siste dag for påmelding", "Puljen begynner"):
        arne.write(label, day.isoformat())
    arne.press("Åpne puljen for påmelding")
    pulje = Pulje.objects.get(name=name, template__number=spor)
    nina.open(pulje.get_absolute_url())
    nina.follow("Meld på Innherred")
    nina.tick(UNIT)
    nina.press("Meld på")
    arne.open(pulje.get_absolute_url())
    arne.press("Sett i gang puljen")
    return pulje


def _set_time(arne: Window, pulje: Pulje, title: str, when: date) -> None:
    arne.open(pulje.get_absolute_url())
    arne.follow(f"Sett tid for {title}")
    arne.write("Dag", when.isoformat())
    arne.write("Sted", "På nett og i Steinkjer")
    arne.write("Siste dag for påmelding", (when - timedelta(days=1)).isoformat())
    arne.press("Sett tiden, og inviter")


def _gather(arne: Window, world: World, pulje: Pulje, step: int, when: date) -> None:
    set_demo_day(when - timedelta(days=10), person=None)
    _set_time(arne, pulje, pulje.spor.steps[step].title, when)
    samling = Samling.objects.select_related("event").get(pulje=pulje, step=step)
    hold(world, samling, ("kari", UNIT, "leaders", "Kari"))
    set_demo_day(when + timedelta(days=1), person=None)


def _at_the_door(arne: Window, event: str) -> None:
    """On a phone."""
    arne.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    arne.open(f"{event}dora/")
    arne.press("Er her Ane Aas")
    arne.follow("Legg til en som ikke er påmeldt")
    arne.press("Legg til, og registrer frammøte", status=422)
    arne.see("Skriv navnet.")
    arne.write("Navn", "Bo Berg")
    arne.page.get_by_label("Hvor kommer de fra?").select_option(label=UNIT)
    arne.press("Legg til, og registrer frammøte")
    arne.see("2 av 2 er her.")
    arne.page.set_viewport_size({"width": 1280, "height": 720})


def _asks(kari: Window, pulje: Pulje, text: str) -> None:
    kari.open(pulje.get_absolute_url())
    kari.write("Hva lurer dere på?", text)
    kari.press("Still spørsmålet")
    kari.see("Venter på svar")


def _writes(kari: Window, text: str) -> None:
    kari.write("Notat", text)
    kari.press("Lagre notatet")


def _moves(kari: Window) -> None:
    kari.press("Gå til fasen")  # the next is chosen already


def _hears(kari: Window, development: Development) -> None:
    """What the children say stands beside what the staff answered, and a plan is laid for what differs."""
    kari.open(development.get_absolute_url())
    kari.follow("Sett det barna sier, ved siden av kartleggingen")
    kari.follow(f"Hør barna i {UNIT}")
    day = DemoDay.objects.get().day
    kari.write("Første dag", day.isoformat())
    kari.write("Siste dag", (day + timedelta(days=30)).isoformat())
    kari.press("Åpne perioden")
    kari.follow("samtale om Å få være med")
    kari.write("Hvor mange barn", "8")
    for label, number in (("Godt", "1"), ("Litt av hvert", "1"), ("Ikke godt", "6")):
        kari.write(label, number, within=kari.group("Hvordan har barna det?"))
    kari.write("Hva handlet det om?", HEARD)
    kari.tick("Det vi hørte, gjør oss ikke bekymret for noe barn. Eller: bekymringen er meldt.")
    kari.press("Lagre")
    kari.press("Avslutt perioden")
    listening = Listening.objects.get(unit__name=UNIT)
    kari.open(f"{listening.get_absolute_url()}ved-siden-av/")
    kari.see("De voksnes svar er fra")
    kari.follow("Plan for praksis")
    kari.follow("Legg en plan for Å få være med")
    kari.write("Dette endrer vi", "En voksen blir i leken når den stopper opp.")
    kari.write("Hvem", "Pedagogisk leder")
    kari.write("Når", (day + timedelta(days=60)).isoformat())
    kari.write("Slik ser vi det", "Flere er med fra start til slutt.")
    kari.press("Lagre")
