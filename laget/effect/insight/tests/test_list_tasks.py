"""Everyone's front page is what they have to do: what, for whom, by when, and how long is left."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import Settings

from laget.base.cycle.actions import set_demo_day
from laget.base.cycle.queries import awaited_tasks, my_tasks
from laget.grant.beslutningsgrunnlag.models import Beslutningsgrunnlag
from testing.people import World

ASSESS, NEED = "Vurdere hvor dere står", "Skrive behovsmelding"
NOV_15, DEC_2, APR_15 = (
    date(2024, 11, 15), date(2024, 12, 2), date(2025, 4, 15),
)  # fmt: skip
ASK = "Be nettverkene om beslutningsgrunnlag"
SIGN = "Signere beslutningsgrunnlaget"

# After each step of the year: who has something to do that they had not before, what, and by when.
YEAR: dict[str, dict[str, list[tuple[str, str, date | None]]]] = {
    "ask_owners": {
        "kari": [(ASSESS, "", NOV_15)],
        "frida": [(ASSESS, "", NOV_15)],
        "per": [(ASSESS, "", NOV_15)],
        "ola": [(NEED, "", DEC_2)],
        "frode": [(NEED, "", DEC_2)],
        "pia": [(NEED, "", DEC_2)],
    },
    "adopt_frames": {"arne": [(ASK, "", date(2025, 1, 9))]},
    "recommend": {"eva": [("Forberede tilsagnene", "", APR_15)]},
}


@pytest.mark.parametrize("step", YEAR)
def test_each_has_what_the_year_has_come_to(world: World, step: str) -> None:
    world.carry(step)
    found: dict[str, list[tuple[str, str, date | None]]] = {}
    for name in world.people:
        tasks = [(task.title, task.subject, task.due) for task in my_tasks(world.act(name))]
        left = [task for task in tasks if task[0] in {title for row in YEAR[step].values() for title, *_ in row}]
        found |= {name: left} if left else {}
    assert found == YEAR[step]


def test_network_and_partners_sign_and_then_it_is_the_forums_turn(world: World) -> None:
    world.carry("plan")
    about = str(Beslutningsgrunnlag.objects.get(network__name="Innherred").pk)
    people = ("nina", "tom", "dina", "petra", "pål")
    titles = {name: [task.title for task in my_tasks(world.act(name)).filter(about=about)] for name in people}
    assert titles == {"nina": [SIGN], "tom": [SIGN], "dina": [SIGN], "petra": [], "pål": []}
    world.carry("sign")
    assert not my_tasks(world.act("nina")).exists()


def test_what_others_are_to_send_stands_below(world: World) -> None:
    world.carry("ask_owners")
    awaited = {(task.party.name, task.title) for task in awaited_tasks(world.act("ola"))}
    assert awaited == {("Solbakken barnehage", ASSESS), ("Sakshaug skole", ASSESS)}
    assert {task.party.name for task in awaited_tasks(world.act("nina"))} == {"Inderøy kommune", "Fjordgløtt SA"}


def test_the_page_says_what_for_whom_by_when_and_how_long_is_left(
    world: World, client: Client, settings: Settings
) -> None:
    world.carry("ask_owners")
    settings.PICK_PERSON = True
    set_demo_day(date(2024, 11, 12), person=None)
    client.force_login(world.people["kari"])
    text = client.get("/oppgaver/").content.decode()
    for words in (ASSESS, "Solbakken barnehage", "15. november 2024", "om 3 dager", 'data-urgency="soon"'):
        assert words in text
    set_demo_day(date(2024, 11, 17), person=None)
    late = client.get("/oppgaver/").content.decode()
    assert ("2 dager siden" in late, 'data-urgency="late"' in late) == (True, True)


@pytest.mark.parametrize("name", ["kari", "knut", "ola", "nina", "tom", "siri", "mons", "arne", "eva", "dag", "ada"])
def test_every_role_comes_to_its_tasks_first(world: World, client: Client, name: str) -> None:
    world.carry("plan")
    client.force_login(world.people[name])
    text = client.get("/oppgaver/").content.decode()
    tasks = list(my_tasks(world.act(name)))
    assert all(task.title in text and task.address in text for task in tasks)
    assert ("Du har ingenting du må gjøre nå." in text) is not bool(tasks)


def test_someone_without_a_role_is_told_whom_to_ask(world: World, client: Client) -> None:
    world.people["kari"].held_roles.all().delete()
    client.force_login(world.people["kari"])
    assert "Du har ingen rolle i dag" in client.get("/oppgaver/").content.decode()
