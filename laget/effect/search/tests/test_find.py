"""What is found by which words, by whom, and from when."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from laget.base.actors.models import Kind, Organisation
from laget.base.cycle.calendar_models import When
from laget.base.questions.models import Version
from laget.effect.events import actions as event_actions
from laget.effect.events.models import Event
from laget.effect.groups import actions
from laget.effect.groups.actions import About, Called
from laget.effect.groups.models import Group
from laget.effect.search.marking import AFTER, BEFORE, Run, runs
from laget.effect.search.models import Hit
from laget.effect.search.queries import Wish, find
from laget.effect.search.sources import COLUMNS, SOURCES
from laget.need.behovsmelding.models import Behovsmelding
from laget.need.plans.actions import adopt_plan
from testing.events import HELD_ON, planned_event
from testing.people import AUTUMN, World
from testing.plans import proposed


def titles(world: World, name: str, words: str, **narrowed: str) -> list[str]:
    found = find(world.act(name), Wish(words, **narrowed))
    return [hit.title for hit in found.hits(found.wished)]


def make_group(world: World, name: str, mandate: str = "") -> Group:
    home, nina = world.parties["Innherred"], world.act("nina")
    return actions.make_group(home, county=world.county, about=About("working", name, mandate), actor=nina, at=AUTUMN)


def kept_otherwise() -> list[Any]:
    """What is kept, and isn't what the views say; and what they say that isn't kept."""
    columns = ", ".join(COLUMNS)
    views = " UNION ALL ".join(f"SELECT {columns} FROM search_{name}" for name in SOURCES)
    kept = f"SELECT {columns} FROM search_hit"
    with connection.cursor() as cursor:
        cursor.execute(f"(({views}) EXCEPT ({kept})) UNION ALL (({kept}) EXCEPT ({views}))")
        return list(cursor.fetchall())


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("inkluderende", True),
        ("INKLUDER", True),  # the beginning of a word
        ("inkludering", True),
        ("miljø -inkluderinga", False),
        ("miljø -inkluderende", True),  # no more is left out than was said
        ("miljøene", True),  # in another form
        ("åpen ærlighet", True),
        ('"åpen dør"', True),
        ('"dør åpen"', False),
        ("åpen -dør", False),
        ("-dør åpen", False),
        ("-skole åpen", True),  # the word that must not be there may come first, and others after it
        ("-skole -vindu åpen miljø", True),
        ("miljø -dør åpen", False),
        ("dørs", True),
        ("vindu OR dør", True),
        ("og", False),  # says nothing
        ("vindu", False),
        ("'", False),
    ],
)
def test_words_are_found_in_their_forms(world: World, asked: str, found: bool) -> None:
    make_group(world, "Inkludering", mandate="Et trygt miljø: åpen dør og ærlige svar.")
    assert titles(world, "nina", asked) == (["Inkludering"] if found else [])


def test_a_plan_is_found_once_it_is_adopted(world: World) -> None:
    plan = proposed(world)
    assert [titles(world, name, "prosjektlederen") for name in ("ola", "nina")] == [[], []]
    adopt_plan(plan.pk, body="Kommunestyret", decided_on=AUTUMN.date(), actor=world.act("ola"), at=AUTUMN)
    found = ["Prosjektplan, Inderøy kommune"]
    assert [titles(world, name, "prosjektlederen", kind="plan") for name in ("nina", "eva")] == [found, found]
    assert titles(world, "pia", "prosjektlederen") == []


def test_the_title_comes_first_and_then_the_newest(world: World) -> None:
    for name, mandate in (("Eldst", "Vi ser på lekeplassen."), ("Lekeplassen", "Den i sør.")):
        make_group(world, name, mandate=mandate)
    made = make_group(world, "Nyest", mandate="Enda en lekeplass.")
    Group.objects.filter(pk=made.pk).update(made_at=AUTUMN + timedelta(days=1))
    assert titles(world, "nina", "lekeplass") == ["Lekeplassen", "Nyest", "Eldst"]
    assert titles(world, "nina", "lekeplass", network=str(world.parties["Innherred"].pk)) != []
    assert titles(world, "nina", "lekeplass", network=str(world.parties["Fosen"].pk)) == []
    assert titles(world, "nina", "lekeplass", kind="event") == []
    assert titles(world, "pål", "lekeplass") == []
    found = find(world.act("nina"), Wish("lekeplass"))
    marked = found.hits(found.wished[:1])[0]
    assert marked.marked_title == [Run("Lekeplassen", marked=True)]
    innherred = world.parties["Innherred"].name
    assert "".join(run.text for run in marked.marked_words) == f"{innherred} · Den i sør."


def test_a_document_is_found_as_it_was_last_sent_and_never_as_a_draft(world: World) -> None:
    world.carry("state_needs")
    ola, own = "ola", Behovsmelding.objects.get(party=world.parties["Inderøy kommune"])
    sent = Version.objects.get(document=own.pk)
    need = str(sent.content["answers"]["need"]).split()
    phrase = f'"{need[0]} {need[1]} {need[2]}"'
    assert "Behovsmelding, Inderøy kommune" in titles(world, ola, phrase, kind="behovsmelding")
    assert "Behovsmelding, Inderøy kommune" in titles(world, "nina", phrase, kind="behovsmelding")
    assert "Behovsmelding, Inderøy kommune" not in titles(world, "pia", phrase)
    Behovsmelding.objects.filter(pk=own.pk).update(answers={"need": "Sjiraffer"})
    assert titles(world, ola, "sjiraffer") == []
    assert kept_otherwise() == []


def test_what_is_undone_was_never_there_and_what_is_changed_is_found_anew(world: World) -> None:
    event = planned_event(world, title="Nattlesing")
    assert (titles(world, "nina", "nattlesing"), titles(world, "kari", "nattlesing")) == (["Nattlesing"], [])
    event_actions.open_sign_up(event.pk, actor=world.act("nina"), at=AUTUMN)
    assert titles(world, "kari", "nattlesing", year="2025") == ["Nattlesing"]
    assert find(world.act("kari"), Wish("nattlesing", kind="survey")).numbers == {"event": 1}
    with pytest.raises(RuntimeError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(title="Daglesing")
        raise RuntimeError
    assert titles(world, "nina", "daglesing") == []
    group, nina = make_group(world, "Leselyst"), world.act("nina")
    for title in ("Oppstart", "Avslutning"):
        when = When(HELD_ON, HELD_ON + timedelta(hours=2), "Verdal")
        actions.call_meeting(group, called=Called(title, when, agenda="Hva er en bok?"), actor=nina, at=AUTUMN)
    assert sorted(titles(world, "nina", "bok leselyst")) == ["Avslutning", "Oppstart"]
    actions.change_group(group, about=About("working", "Leseglede", ""), revision=0, actor=nina, at=AUTUMN)
    assert titles(world, "nina", "bok leselyst") == []
    group.meetings.filter(title="Oppstart").delete()
    assert titles(world, "nina", "bok leseglede") == ["Avslutning"]
    assert kept_otherwise() == []


def test_a_new_name_is_the_one_that_is_found(world: World) -> None:
    world.carry("state_needs")
    inderoy = world.parties["Inderøy kommune"]
    both = ["Behovsmelding, Inderøy kommune", "Inderøy kommune"]
    assert titles(world, "ola", "inderøy", kommune=str(inderoy.pk)) == both
    unit = Organisation.objects.get(name="Solbakken barnehage", kind=Kind.KINDERGARTEN)
    unit.name = "Regnbuen barnehage"
    unit.save()
    assert titles(world, "ola", "solbakken") == []
    assert titles(world, "ola", "regnbuen", kommune=str(inderoy.pk)) == [
        "Vurdering av ståsted, Regnbuen barnehage",
        "Regnbuen barnehage",
    ]
    assert kept_otherwise() == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(words=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40))
def test_nothing_that_one_can_type_is_too_much(world: World, words: str) -> None:
    group = world.parties["Inderøy kommune"]
    Hit.objects.filter(pk=group.pk).update(words=words)
    assert Hit.objects.filter(pk=group.pk, words=words).exists()
    found = find(world.act("ola"), Wish(words))
    for hit in found.hits(found.wished):
        assert BEFORE not in "".join(run.text for run in hit.marked_words)


def test_signs_that_people_type_themselves_mark_nothing() -> None:
    assert runs(f"a{BEFORE}b{AFTER}c") == [Run("a", marked=False), Run("b", marked=True), Run("c", marked=False)]
    assert runs(f"{AFTER}a{BEFORE}b{BEFORE}c{AFTER}") == [Run("ab", marked=False), Run("c", marked=True)]
    assert runs("") == []
