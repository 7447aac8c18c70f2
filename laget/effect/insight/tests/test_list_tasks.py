"""Everyone's front page is what they have to do: what, for whom, by when, and how long is left."""

import re
from datetime import date, timedelta
from itertools import product

import pytest
from django.test import Client
from pytest_django import Settings

from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.audit.models import Entry
from laget.base.cycle.actions import set_demo_day
from laget.base.cycle.models import Task
from laget.base.cycle.queries import my_tasks
from laget.base.questions.queries import latest_cases_of
from laget.effect.insight.awaited import awaited_lines
from laget.grant.beslutningsgrunnlag.models import Beslutningsgrunnlag
from laget.grant.innstilling.actions import return_innstilling
from laget.grant.innstilling.models import Innstilling
from laget.need.assessments.models import Assessment
from laget.need.behovsmelding.actions import return_behovsmelding, submit_behovsmelding
from laget.need.behovsmelding.models import Behovsmelding
from testing.people import AUTUMN, SINCE, World
from testing.ranking import ask, build_ranked_world

ASSESS, NEED = "Vurdere hvor dere står", "Skrive behovsmelding"
NOV_15, DEC_2, APR_15 = (
    date(2024, 11, 15), date(2024, 12, 2), date(2025, 4, 15),
)  # fmt: skip
ASK = "Be nettverkene om beslutningsgrunnlag"
MEET = "Planlegge møtet i forumet"
SIGN = "Signere beslutningsgrunnlaget"

# After each step of the year: who has something to do that they had not before, what, and by when.
YEAR: dict[str, dict[str, list[tuple[str, str, date | None]]]] = {
    "open": {
        "siri": [("Sette rammene", "", date(2025, 1, 9))],
        "arne": [("Forberede rammene til forumet", "", date(2025, 1, 9)), (MEET, "", date(2025, 2, 15))],
    },
    "ask_owners": {
        "kari": [(ASSESS, "", NOV_15)],
        "frida": [(ASSESS, "", NOV_15)],
        "per": [(ASSESS, "", NOV_15)],
        "ola": [(NEED, "", DEC_2)],
        "frode": [(NEED, "", DEC_2)],
        "pia": [(NEED, "", DEC_2)],
    },
    "adopt_frames": {"arne": [(ASK, "", date(2025, 1, 9))]},
    "sign": {"arne": [("Begynne på innstillingen", "", date(2025, 3, 17))]},
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


def test_one_who_has_two_roles_has_the_tasks_of_each(world: World, client: Client) -> None:
    """And none of the one role at the place of the other."""
    kari, solbakken, fosen = world.people["kari"], world.organisation("Solbakken barnehage"), world.network("Fosen")
    HeldRole.objects.create(person=kari, role=Role.COORDINATOR, party_id=fosen.pk, valid_from=SINCE)
    for n, (role, party) in enumerate(product((Role.UNIT_LEADER, Role.COORDINATOR), (solbakken, fosen))):
        Task.objects.create(
            county=world.county, step="plan", title=f"Oppgave {n}", party_id=party.pk, role=role, about=str(n),
            address="/", opened_at=AUTUMN, due=NOV_15,
        )  # fmt: skip
    assert [task.title for task in my_tasks(world.act("kari"))] == ["Oppgave 0", "Oppgave 3"]
    client.force_login(kari)
    for asked, theirs in (("", "03"), (solbakken.pk, "0"), (fosen.pk, "3"), (world.network("Innherred").pk, "03")):
        page = client.get("/oppgaver/", {"for": str(asked)}).content.decode()
        assert re.findall(r">Oppgave (\d)<", page) == [*theirs]


def test_network_and_partners_sign_and_then_it_is_the_forums_turn(world: World) -> None:
    world.carry("plan")
    about = str(Beslutningsgrunnlag.objects.get(network__name="Innherred").pk)
    people = ("nina", "tom", "dina", "petra", "pål")
    titles = {name: [task.title for task in my_tasks(world.act(name)).filter(about=about)] for name in people}
    assert titles == {"nina": [SIGN], "tom": [SIGN], "dina": [SIGN], "petra": [], "pål": []}
    world.carry("sign")
    assert not my_tasks(world.act("nina")).exists()


def test_what_has_been_done_is_off_the_list(world: World) -> None:
    world.carry("recommend")
    assert {name: [task.title for task in my_tasks(world.act(name))] for name in ("siri", "arne", "kari", "ola")} == {
        "siri": [], "arne": [], "kari": [], "ola": [],
    }  # fmt: skip


def test_nobody_is_asked_for_what_the_round_has_passed(world: World) -> None:
    world.carry("assess")
    late = Assessment.objects.get(subject__name="Sakshaug skole")
    assert [line.names for line in awaited_lines(world.act("ola"))] == [[("Sakshaug skole", "")]]
    world.carry("state_needs")
    assert not awaited_lines(world.act("ola"))
    need = Behovsmelding.objects.get(subject__name="Inderøy kommune")
    sent = Entry.objects.get(about=str(need.pk), act="submit")
    assert (late.writable, sent.detail["left_behind"]) == (True, [str(late.pk)])


def test_what_was_passed_is_waited_for_again_when_it_is_sent_back(world: World) -> None:
    world.carry("state_needs")
    need = Behovsmelding.objects.get(subject__name="Inderøy kommune")
    return_behovsmelding(need.pk, reason="Skolen mangler.", actor=world.act("nina"), at=AUTUMN + timedelta(days=40))
    assert [line.names for line in awaited_lines(world.act("ola"))] == [[("Sakshaug skole", "")]]
    assert not my_tasks(world.act("kari")).exists()  # hers was sent, and is not asked for again
    late = Assessment.objects.get(subject__name="Sakshaug skole")
    returned = Entry.objects.get(about=str(need.pk), act="return")
    assert returned.detail["waited_for_again"] == [str(late.pk)]
    need.refresh_from_db()
    submit_behovsmelding(need.pk, revision=need.revision, actor=world.act("ola"), at=AUTUMN + timedelta(days=41))
    assert not awaited_lines(world.act("ola"))


def test_an_innstilling_that_comes_back_waits_again_for_those_who_were_late(world: World) -> None:
    world.carry("recommend")
    innstilling = Innstilling.objects.get(round=world.round)
    sent = Entry.objects.get(about=str(innstilling.pk), act="submit")
    return_innstilling(innstilling.pk, reason="Se på Fosen.", actor=world.act("eva"), at=AUTUMN + timedelta(days=150))
    returned = Entry.objects.get(about=str(innstilling.pk), act="return")
    assert returned.detail["waited_for_again"] == sent.detail["left_behind"]
    assert "/beslutningsgrunnlag/" in {line.address[:21] for line in awaited_lines(world.act("arne"))}


def test_the_forum_waits_for_nobody_when_the_innstilling_is_sent(world: World) -> None:
    world.carry("sign")
    assert "/beslutningsgrunnlag/" in {line.address[:21] for line in awaited_lines(world.act("arne"))}
    world.carry("recommend")
    assert not awaited_lines(world.act("arne"))


@pytest.mark.parametrize(
    ("name", "newest"),
    [
        ("nina", ("Tilsagn", "Innherred")),  # it is about the network
        ("tom", ("Tilsagn", "Nord universitet")),
        ("kari", ("Vurdering av ståsted", "Solbakken barnehage")),
        ("mons", ("Innstilling", "Samarbeidsforum i Trøndelag")),
    ],
)
def test_the_latest_cases_are_those_that_concern_whom_one_acts_for(
    world: World, name: str, newest: tuple[str, str]
) -> None:
    world.carry("send")
    found = [(case.kind, case.form.title, case.subject.name) for case in latest_cases_of(world.act(name))]
    assert newest in [(title, subject) for _kind, title, subject in found]
    if name == "nina":
        assert {subject for _k, _t, subject in found} == {"Innherred", "Inderøy kommune", "Fjordgløtt SA"}
        assert "assessment" not in {kind for kind, *_ in found}
    if name == "kari":
        assert len(found) == 1


def test_what_is_awaited_of_many_stands_in_one_line_with_a_link(world: World, client: Client) -> None:
    world.carry("ask_owners")
    (line,) = awaited_lines(world.act("ola"))
    address = f"/vurdering/runde/{world.round.pk}/"
    assert (line.title, line.year, line.due, line.address) == (ASSESS, 2025, NOV_15, address)
    assert line.names == [("Sakshaug skole", ""), ("Solbakken barnehage", "")]
    client.force_login(world.people["ola"])
    text = client.get("/oppgaver/").content.decode()
    assert ("<li>Sakshaug skole</li>" in text, '<details class="small"' in text) == (True, False)
    assert "Inderøy kommune · 2025" in text


def test_a_case_says_of_which_ordning_it_is_where_the_county_runs_several(db: None, client: Client) -> None:
    world = build_ranked_world()
    ask(world)
    client.force_login(world.people["åse"])
    assert "Åsheim kommune · Regional ordning</span>" in client.get("/oppgaver/").content.decode()


def test_all_the_cases_stand_on_a_page_of_their_own(world: World, client: Client) -> None:
    world.carry("assess")
    client.force_login(world.people["ola"])
    text = client.get("/oppgaver/saker/").content.decode()
    assert "Solbakken barnehage" in text
    assert "Fjordgløtt barnehage" not in text


def test_what_others_are_to_send_stands_below(world: World) -> None:
    world.carry("ask_owners")
    awaited = {(name, line.title) for line in awaited_lines(world.act("ola")) for name, _about in line.names}
    assert awaited == {("Solbakken barnehage", ASSESS), ("Sakshaug skole", ASSESS)}
    assert {name for line in awaited_lines(world.act("nina")) for name, _about in line.names} == {
        "Inderøy kommune",
        "Fjordgløtt SA",
    }


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


def test_an_administrator_is_shown_where_their_work_is(world: World, client: Client) -> None:
    links = ("/personer/", "/aktorer/les-inn/", "/aktorer/nettverk/", "/aar/")
    shown = {}
    for name in ("ada", "kari"):
        client.force_login(world.people[name])
        page = client.get("/oppgaver/").content.decode()
        shown[name] = [each for each in links if f'<a class="ds-link" href="{each}">' in page]
    assert shown == {"ada": list(links), "kari": []}


def test_the_menu_says_whom_one_acts_for(world: World, client: Client) -> None:
    shown = {}
    for name in ("eva", "ada", "nina"):
        client.force_login(world.people[name])
        shown[name] = re.findall(
            r'<span class="small quiet">(for [^<]+)</span></a>', client.get("/oppgaver/").content.decode()
        )
    assert shown == {"eva": ["for Statsforvalteren i Trøndelag"], "ada": ["for Trøndelag"], "nina": ["for Innherred"]}
