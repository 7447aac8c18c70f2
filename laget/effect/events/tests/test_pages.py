"""The pages of an event: for who is invited, for who arranges it, and for whoever has a ticket."""

from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from laget.base.accounts.models import Person
from laget.base.cycle.models import Task
from laget.effect.events import money_actions
from laget.effect.events.models import Event, Funding, SignUp
from laget.effect.events.money_actions import Share
from laget.effect.events.queries import room_of
from laget.grant.changes.models import Change
from laget.grant.ledger.queries import balance_of
from laget.grant.tilsagn.models import Letter
from laget.grant.tilsagn.outbox import send_now
from testing.events import HELD_ON, open_event, planned_event, signed_up
from testing.money import award_to
from testing.people import AUTUMN, OSLO, World


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let the pages be asked at another time."""

    def at(moment: datetime) -> None:
        monkeypatch.setattr("laget.base.cycle.middleware.now", lambda: moment)

    at(AUTUMN)
    return at


def as_(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


SPACES = str.maketrans("\xa0\u202f", "  ")  # those that never break
FORM = {
    "kind": "webinar",
    "title": "Inkluderingsanalysen",
    "about": "Oppfriskning, med spørsmål etterpå.",
    "day": "2025-02-12",
    "begins": "13:00",
    "ends": "14:30",
    "place": "",
    "link": "https://meet.example/abc",
    "sign_up_by": "2025-02-10",
    "capacity": "",
    "revision": "0",
}


def test_a_webinar_is_planned_on_two_dates_and_opened(world: World, clock: Any) -> None:
    nina, network = as_(world.people["nina"]), world.parties["Innherred"]
    page = f"/arrangement/nytt/{network.pk}/"
    wrong = nina.post(page, {**FORM, "link": "", "sign_up_by": "2025-02-13"})
    said = wrong.content.decode()
    assert wrong.status_code == 422
    for problem in ("Skriv et sted eller en lenke", "kan ikke være etter arrangementet", "Velg hvem som er invitert."):
        assert problem in said
    assert nina.post(page, {**FORM, "invited": [network.pk], "kinds": ["school"]}).status_code == 302
    event = Event.objects.get()
    assert (event.state, event.kinds, event.begins) == ("draft", ["school"], datetime(2025, 2, 12, 13, tzinfo=OSLO))
    again = nina.post(f"{event.get_absolute_url()}nytt-tidspunkt/", {**FORM, "day": "2025-02-19"})
    assert (again.status_code, Event.objects.filter(series=event.series).count()) == (302, 2)
    draft = nina.get(event.get_absolute_url()).content.decode()
    for said in ("Åpne for påmelding", "<dd>Innherred</dd>", "<dd>10. februar 2025</dd>", "Alle får plass"):
        assert said in draft, said
    assert "Ingen er påmeldt ennå" in nina.get(f"{event.get_absolute_url()}avlys/").content.decode()
    nina.post(f"{event.get_absolute_url()}apne/")
    seen = as_(world.people["ola"]).get(event.get_absolute_url()).content.decode()
    assert ("Påmeldte får lenken" in seen, "meet.example" in seen) == (True, False)
    assert as_(world.people["kari"]).get(event.get_absolute_url()).status_code == 404  # no school


def test_nothing_is_planned_for_a_day_that_is_over(world: World, clock: Any) -> None:
    nina, network = as_(world.people["nina"]), world.parties["Innherred"]
    over, today = ({**FORM, "day": day, "sign_up_by": day} for day in ("2024-11-03", "2024-11-04"))
    page, said = f"/arrangement/nytt/{network.pk}/", "Den dagen er over. Velg i dag eller en senere dag."
    assert said in nina.post(page, {**over, "invited": [network.pk]}).content.decode()
    assert nina.post(page, {**today, "invited": [network.pk]}).status_code == 302
    assert said in nina.post(f"{Event.objects.get().get_absolute_url()}nytt-tidspunkt/", over).content.decode()


def test_a_leader_signs_up_a_group_with_what_is_wrong_said_line_by_line(world: World, clock: Any) -> None:
    event, kari = open_event(world, capacity=2), as_(world.people["kari"])
    page, home = f"{event.get_absolute_url()}meld-pa/", str(world.parties["Solbakken barnehage"].pk)
    posted = {"party": home, "layer": "staff", "people": "Ane Aas, ane@x.example\nBo Bø; bo@\n"}
    wrong = kari.post(page, posted)
    assert (wrong.status_code, "Linje 2: «bo@» er ikke en e-postadresse." in wrong.content.decode()) == (422, True)
    posted["people"] = "Ane Aas, ane@x.example\n\nBo Bø\tbo@x.example\nCis Ceder"
    said = kari.post(page, posted, follow=True).content.decode()
    assert "2 er påmeldt. 1 står på venteliste, og rykker opp når noen melder seg av." in said
    assert list(event.sign_ups.order_by("number").values_list("email", flat=True)) == [
        "ane@x.example",
        "bo@x.example",
        "",
    ]
    ane = event.sign_ups.get(name="Ane Aas")
    assert "Ane Aas er meldt av" in kari.post(f"/arrangement/pamelding/{ane.pk}/meld-av/", follow=True).content.decode()
    assert room_of(event)["waiting"] == 0


def test_someone_signs_up_and_finds_the_way_in(world: World, clock: Any) -> None:
    event, knut = open_event(world), as_(world.people["knut"])
    page = event.get_absolute_url()
    assert "Meld meg på" in knut.get(page).content.decode()
    home = world.parties["Solbakken barnehage"].pk
    said = knut.post(f"{page}meld-meg-pa/", {"meg-party": home, "meg-layer": "staff"}, follow=True).content.decode()
    assert ("Du er påmeldt." in said, "Meld meg på" in said) == (True, False)
    ticket = f"/billett/{SignUp.objects.get().ticket}/"
    kari = as_(world.people["kari"]).get(page).content.decode()  # who leads there sees that Knut comes
    assert [f'href="{ticket}"' in each for each in (said, kari)] == [True, False]
    assert '<option value="leaders" selected>' in kari
    clock(HELD_ON)
    assert "Påmeldingsfristen er ute" in knut.get(page).content.decode()
    for client in (knut, Client()):
        seen = client.get(ticket)
        assert (seen.status_code, seen["Referrer-Policy"]) == (200, "same-origin")
        assert "Jeg er med nå" in seen.content.decode()
        assert "Knut er her" not in seen.content.decode()
    assert "Knut er her" in as_(world.people["nina"]).get(ticket).content.decode()
    assert "Velkommen!" in Client().post(f"{ticket}her/", follow=True).content.decode()
    assert Client().get("/billett/finnes-ikke/").status_code == 404


def test_who_has_a_place_already_is_told_so_and_finds_the_ticket(world: World, clock: Any) -> None:
    event, knut = open_event(world), world.people["knut"]
    home = str(world.parties["Solbakken barnehage"].pk)
    people = {"party": home, "layer": "staff", "people": f"{knut.name}, {knut.email}"}
    as_(world.people["kari"]).post(f"{event.get_absolute_url()}meld-pa/", people)
    page = f"{event.get_absolute_url()}meld-meg-pa/"
    said = as_(knut).post(page, {"meg-party": home, "meg-layer": "staff"}, follow=True).content.decode()
    assert "Du er allerede påmeldt" in said
    assert ("Det er fullt" in said, f"/billett/{SignUp.objects.get().ticket}/" in said) == (False, True)


def test_at_the_door_one_touch_writes_down_who_came_and_another_undoes_it(world: World, clock: Any) -> None:
    event, nina = open_event(world), as_(world.people["nina"])
    signed_up(world, event, "Ane", "Bodil")
    page, ane = f"{event.get_absolute_url()}dora/", event.sign_ups.get(name="Ane").pk
    assert "Er her" not in nina.get(page).content.decode()
    clock(HELD_ON)
    assert "1 av 2 er her." in nina.post(page, {"kom": ane}, follow=True).content.decode()
    found = nina.get(page, {"navn": "an"}).content.decode()
    assert ("Angre" in found, "Bodil" in found) == (True, False)
    assert "0 av 2 er her." in nina.post(page, {"kom_ikke": ane}, follow=True).content.decode()
    assert "?navn=Siv%20S" in nina.get(page, {"navn": "Siv S"}).content.decode()
    new = {"name": "Siv Sund", "party": world.parties["Solbakken barnehage"].pk, "layer": "staff"}
    wrong = nina.post(f"{page}ny/", {**new, "name": "", "email": "siv@"})
    assert (wrong.status_code, "Skriv navnet." in wrong.content.decode()) == (422, True)
    assert "Siv Sund er møtt." in nina.post(f"{page}ny/", new, follow=True).content.decode()
    assert "allerede registrert" in nina.post(f"{page}ny/", new).content.decode()
    assert room_of(event)["attended"] == 1
    clock(AUTUMN)
    assert "fra den dagen" in nina.get(f"{page}ny/", follow=True).content.decode()
    assert nina.post(page, {"kom": "tull"}).status_code == 404


def _cost(client: Client, address: str, posted: dict[str, Any] | None = None) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address) if posted is None else client.post(address, posted)
        assert answer.status_code == (200 if posted is None else 302)
    return len(asked)


def test_the_list_the_door_and_the_file_ask_the_same_of_the_database_for_1_3_and_300(world: World, clock: Any) -> None:
    event, nina, kari = open_event(world), as_(world.people["nina"]), as_(world.people["kari"])
    page = event.get_absolute_url()
    addresses = [f"{page}deltakere/", f"{page}dora/", f"{page}deltakere/?som=xlsx"]
    at_the_door = {"party": world.parties["Solbakken barnehage"].pk, "layer": "staff"}
    costs = set()
    for number in (1, 3, 300):
        signed_up(world, event, *(f"Navn{n:03}" for n in range(number)))
        someone = event.sign_ups.filter(attended_at=None).latest("number")
        clock(HELD_ON)
        checked_in = _cost(nina, addresses[1], {"kom": someone.pk})
        checked_in += _cost(nina, f"{addresses[1]}ny/", {**at_the_door, "name": f"Ny{number:03}"})
        clock(AUTUMN)
        costs.add((*(_cost(nina, each) for each in addresses), _cost(kari, page), checked_in))
    assert len(costs) == 1, costs
    book = load_workbook(BytesIO(nina.get(addresses[2]).content))
    rows = list(book.active.values)
    assert (len(rows), rows[1]) == (
        304,
        ("Navn000", "navn000@x.example", "Ansatte", "Solbakken barnehage", "Barnehage, offentlig", "Møtt"),
    )


def test_a_conference_is_called_off_and_its_money_leads_to_a_change_with_the_reason_filled_in(
    world: World, clock: Any
) -> None:
    award = award_to(world, "Innherred", name="Konferanse")
    event, nina, eva = open_event(world), as_(world.people["nina"]), as_(world.people["eva"])
    signed_up(world, event, "Ane")
    page = event.get_absolute_url()
    costs = {f"planned-{award.pk}-2025": "200 000", f"spent-{award.pk}-2025": "30 000", "revision": event.revision}
    too_much = nina.post(f"{page}penger/", {**costs, f"planned-{award.pk}-2025": "300 001"})
    assert "Konferanse har 300 000" in too_much.content.decode().translate(SPACES)
    said = nina.post(f"{page}penger/", costs, follow=True).content.decode().translate(SPACES)
    assert "200 000 kr er satt av. 30 000 kr er brukt, og 170 000 kr er ikke brukt." in said
    older = nina.post(f"{page}penger/", {**costs, f"spent-{award.pk}-2025": ""})
    assert (older.status_code, "Noen andre har lagret dette" in older.content.decode()) == (422, True)
    assert Funding.objects.get().spent == 30_000
    before = nina.get(f"{page}avlys/").content.decode().translate(SPACES)
    assert "1 påmeldt og 0 på venteliste får beskjed" in before
    assert "170 000 kr igjen" in before
    nina.post(f"{page}avlys/", {"reason": "Udir holder en nasjonal konferanse."})
    [task] = Task.objects.filter(about=str(event.pk), done_at=None)
    assert (task.party, task.role, task.address) == (world.county.party, "case_officer", f"{page}penger/")

    clock(datetime(2025, 3, 3, 10, tzinfo=OSLO))
    seen = eva.get(task.address)
    [line] = seen.context["lines"]
    assert [words for words, _address in line.ways] == [
        "Omdisponer til noe annet",
        "Overfør til neste år",
        "La det gå tilbake",
    ]
    way = line.ways[0][1]
    form = eva.get(way).context["form"]
    assert form.initial == {
        "kind": "repurpose",
        "amount": 170_000,
        "reason": "Fagdag er avlyst. Udir holder en nasjonal konferanse.",
    }
    assert "170 000" in eva.get(way).content.decode().translate(SPACES)
    eva.post(way, {**form.initial, "to": "new", "to_name": "Veiledning i nettverket"})
    change = Change.objects.get()
    assert (change.kind, change.to_year, change.amount) == ("repurpose", 2025, 170_000)
    as_(world.people["dag"]).post(f"{change.get_absolute_url()}vedta/")
    assert balance_of(award, 2025).right == 300_000
    assert "Vedtatt" not in nina.get(f"{page}penger/").content.decode()  # its letter can still be stopped
    send_now(Letter.objects.get(about=str(change.pk)).pk, actor=world.act("eva"), at=AUTUMN)
    assert balance_of(award, 2025).right == 130_000
    assert "Vedtatt" in nina.get(f"{page}penger/").content.decode()
    eva.post(f"{page}penger/ferdig/")
    assert not Task.objects.filter(about=str(event.pk), done_at=None).exists()


def test_nobody_pays_with_the_money_of_others(world: World) -> None:
    other, event = award_to(world, "Fosen"), planned_event(world)
    with pytest.raises(PermissionDenied):
        money_actions.set_funding(
            event.pk, [Share(other.pk, 2025, 1, 0)], revision=event.revision, actor=world.act("nina"), at=AUTUMN
        )
