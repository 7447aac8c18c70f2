"""A pulje: opened by the forum, joined by networks, held samling by samling, and asked about."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from laget.base.audit.models import Entry
from laget.base.audit.record import SYSTEM
from laget.base.cycle.actions import load_county_file
from laget.base.cycle.calendar_queries import entries_visible_to, notices_visible_to
from laget.base.cycle.models import Task
from laget.base.cycle.reading import COUNTIES
from laget.base.refusals import NotInOrder
from laget.effect.delivery import pulje_actions
from laget.effect.delivery.models import Pulje, Question
from laget.effect.delivery.pulje_queries import may_join, wishes_for
from laget.effect.delivery.states import PuljeState
from laget.effect.events import actions as events
from laget.effect.events import sign_up_actions
from laget.effect.events.mail import messages
from laget.effect.events.queries import visible_to as events_visible_to
from laget.effect.events.sign_up_actions import Participant
from laget.rules.transitions import TransitionNotAllowed
from testing.delivery import AUGUST, CLOSES, MAY, development_of, hold, join, open_pulje, plan_samling, running_pulje
from testing.people import World


def test_the_wish_in_the_beslutningsgrunnlag_follows_through(world: World) -> None:
    world.carry("sign")
    pulje = open_pulje(world)
    wished = {wish.network.name: wish for wish in wishes_for(pulje)}
    tasks = Task.objects.filter(step="pulje", done_at=None)
    assert {task.party.name for task in tasks} == set(wished)
    assert {(task.title, task.role, task.due) for task in tasks} == {
        ("Melde på til fellestiltaket", "coordinator", CLOSES)
    }
    assert "Innherred" in wished
    said = ["Dere kan melde dere på Utviklingsstøtte til lokalt arbeid, Pulje 1, fra 1. mai 2025 til 1. juni 2025."]
    told = {
        name: [str(n) for n in notices_visible_to(world.act(name, MAY)).filter(about=str(pulje.pk))]
        for name in world.people
    }
    assert {name for name, texts in told.items() if texts == said} == {"nina", "pål"}  # who may sign up a network
    joining = join(world, pulje, "nina", "Innherred", "Solbakken barnehage")
    assert joining.wish == wished["Innherred"].version
    assert not tasks.filter(party=world.parties["Innherred"]).exists()


def test_there_is_room_for_as_many_as_the_uh_takes(world: World) -> None:
    nord = world.parties["Nord universitet"].pk
    pulje = open_pulje(world, capacity={nord: 1})
    with pytest.raises(NotInOrder, match="Velg hvilken UH"):
        join(world, pulje, "nina", "Innherred", "Solbakken barnehage")
    with pytest.raises(NotInOrder, match="Nord universitet har plass til 1"):
        join(world, pulje, "nina", "Innherred", "Solbakken barnehage", "Sakshaug skole", partner=nord)
    with pytest.raises(NotInOrder, match="Velg minst én virksomhet"):
        join(world, pulje, "nina", "Innherred", "Havhesten barnehage", partner=nord)  # not of the network
    first = join(world, pulje, "nina", "Innherred", "Solbakken barnehage", partner=nord)
    with pytest.raises(NotInOrder, match="har plass til 0"):
        join(world, pulje, "pål", "Fosen", "Havhesten barnehage", partner=nord)
    with pytest.raises(PermissionDenied):
        join(world, pulje, "nina", "Innherred", "Sakshaug skole", partner=nord)  # is in it already
    pulje_actions.leave(first.pk, actor=world.act("nina", MAY), at=MAY)
    join(world, pulje, "pål", "Fosen", "Havhesten barnehage", partner=nord)


def test_an_owner_joins_alone_where_the_county_lets_it(world: World) -> None:
    pulje = open_pulje(world)
    assert may_join(world.act("ola", MAY), pulje) == []
    text = (COUNTIES / "trondelag.toml").read_text(encoding="utf-8") + "\n[fellestiltak]\nowners_alone = true\n"
    load_county_file(text, county=world.county, by=SYSTEM, at=MAY)
    second = open_pulje(world, name="Pulje 2")
    assert notices_visible_to(world.act("ola", MAY)).filter(about=str(second.pk)).exists()
    joining = join(world, pulje, "ola", "Inderøy kommune", "Sakshaug skole")
    assert joining.network == world.network("Innherred")
    join(world, pulje, "pål", "Fosen", "Havhesten barnehage")
    assert may_join(world.act("pia", MAY), pulje) == []  # it is in through its network
    with pytest.raises(NotInOrder, match="Sakshaug skole er allerede med"):
        join(world, pulje, "nina", "Innherred", "Sakshaug skole", "Solbakken barnehage")


def test_signing_up_has_its_window(world: World) -> None:
    pulje = open_pulje(world, opens_on=MAY.date() + timedelta(days=1))
    with pytest.raises(NotInOrder, match="Påmeldingen er ikke åpen"):
        join(world, pulje, "nina", "Innherred", "Solbakken barnehage")
    with pytest.raises(NotInOrder, match="Ingen har meldt seg på"):
        pulje_actions.start(pulje.pk, actor=world.act("arne", MAY), at=MAY)
    for name in ("nina", "mons", "eva", "tom"):
        with pytest.raises(PermissionDenied):
            pulje_actions.start(pulje.pk, actor=world.act(name, MAY), at=MAY)
        with pytest.raises(PermissionDenied):
            pulje_actions.cancel(pulje.pk, reason="Nei.", actor=world.act(name, MAY), at=MAY)


def test_a_pulje_that_starts_lets_each_unit_begin(world: World) -> None:
    pulje = running_pulje(world)
    assert pulje.state == PuljeState.RUNNING
    assert (development_of(world, "Solbakken barnehage").phase, development_of(world, "Havhesten barnehage").phase) == (
        "scan",
        "scan",
    )
    task = Task.objects.get(step="development", party=world.parties["Solbakken barnehage"])
    assert (task.title, task.role) == ("Komme i gang med utviklingsarbeidet", "unit_leader")
    said = [str(each) for each in notices_visible_to(world.act("kari", MAY)).filter(about=str(pulje.pk))]
    assert said == ["Utviklingsstøtte til lokalt arbeid, Pulje 1 er i gang."]
    with pytest.raises(TransitionNotAllowed):
        join(world, pulje, "nina", "Innherred", "Sakshaug skole")


def test_a_samling_is_an_event_for_those_who_are_in_it(world: World) -> None:
    pulje = running_pulje(world)
    samling = plan_samling(world, pulje, 0)
    assert samling.event.title == "Samling 1: Utviklingsstøtte til lokalt arbeid, Pulje 1"
    assert "Kjernekompetanse: Tolke og analysere data" in samling.event.about
    assert "Mellomarbeid: Undersøk hvordan" in samling.event.about
    for name in ("kari", "per", "ola", "nina", "pål"):
        assert events_visible_to(world.act(name, MAY)).filter(pk=samling.event_id).exists(), name
    with pytest.raises(NotInOrder, match="«Samling 1» har fått sitt tidspunkt"):
        plan_samling(world, pulje, 0)
    with pytest.raises(PermissionDenied):
        plan_samling(world, pulje, 6)
    hold(
        world, samling, ("kari", "Solbakken barnehage", "staff", "Ane"), ("per", "Havhesten barnehage", "leaders", "Bo")
    )
    assert entries_visible_to(world.act("kari", MAY)).filter(about=str(samling.event_id)).exists()


def test_spor_1_holds_the_same_twice_and_keeps_what_is_asked(world: World) -> None:
    pulje = open_pulje(world, "refresher")
    join(world, pulje, "nina", "Innherred", "Solbakken barnehage")
    arne, kari = world.act("arne", MAY), world.act("kari", MAY)
    pulje_actions.start(pulje.pk, actor=arne, at=MAY)
    first, second = plan_samling(world, pulje, 0), plan_samling(world, pulje, 0, AUGUST + timedelta(days=7))
    assert first.event.series == second.event.series
    with pytest.raises(NotInOrder, match="har fått sine 2 tidspunkt"):
        plan_samling(world, pulje, 0, AUGUST + timedelta(days=14))
    home = world.parties["Solbakken barnehage"].pk
    asked = pulje_actions.ask(pulje.pk, party=home, text="Hvor finner vi skjemaet?", actor=kari, at=MAY)
    follow_up = Task.objects.filter(step="pulje-question", done_at=None)
    assert follow_up.get().party_id == world.forum.pk
    for name in ("per", "ada"):
        with pytest.raises(PermissionDenied):
            pulje_actions.ask(pulje.pk, party=home, text="Hei?", actor=world.act(name, MAY), at=MAY)
    pulje_actions.finish(pulje.pk, actor=arne, at=MAY)
    pulje_actions.answer(asked.pk, text="På nettsiden.", actor=arne, at=MAY)
    assert not follow_up.exists()
    assert Question.objects.get().answer == "På nettsiden."
    assert "Spørsmålet ditt" in str(notices_visible_to(kari).filter(about=str(pulje.pk))[0])


def test_a_pulje_that_is_called_off_says_why_and_takes_what_is_to_come_with_it(world: World) -> None:
    pulje = running_pulje(world)
    held, coming, another = (plan_samling(world, pulje, n, AUGUST + timedelta(days=60 * n)) for n in range(3))
    hold(world, held, ("kari", "Solbakken barnehage", "staff", "Ane"))
    people, home = [Participant("Bo", "bo@x.example")], world.parties["Solbakken barnehage"].pk
    kari, arne = world.act("kari", MAY), world.act("arne", MAY)
    sign_up_actions.sign_up(coming.event_id, party=home, layer="staff", people=people, actor=kari, at=MAY)
    events.cancel_event(another.event_id, reason="Snø.", actor=arne, at=MAY)
    after = held.event.ends
    pulje_actions.cancel(pulje.pk, reason="For få.", actor=world.act("siri", MAY), at=after)
    states = {each.step: (each.event.state, each.event.reason) for each in pulje.samlinger.all()}
    assert states == {0: ("held", ""), 1: ("cancelled", "For få."), 2: ("cancelled", "Snø.")}
    assert entries_visible_to(kari).get(about=str(coming.event_id)).cancelled_at == after
    assert [mail.to for mail in messages(coming.event_id, "cancelled", None)] == [["bo@x.example"]]
    told = str(notices_visible_to(world.act("per", MAY)).filter(about=str(pulje.pk))[0])
    assert told == "Utviklingsstøtte til lokalt arbeid, Pulje 1 er avlyst, og samlingene med den."
    assert Entry.objects.get(kind="pulje", act="cancel").detail == {"samlinger": 1}
    pulje = Pulje.objects.get()
    assert (pulje.state, pulje.reason) == (PuljeState.CANCELLED, "For få.")
    assert Task.objects.filter(about=str(pulje.pk), done_at=None).count() == 0
