"""Where the county has it so, each network ranks its own first; and each ordning has money of its own."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from laget.base.audit.record import SYSTEM
from laget.base.cycle.actions import load_county_file, open_round
from laget.base.cycle.models import Task
from laget.base.cycle.queries import round_of_year
from laget.base.cycle.reading import COUNTIES
from laget.base.questions import actions as questions
from laget.base.refusals import NotInOrder
from laget.grant.allocation.queries import inputs_for, money_of
from laget.grant.beslutningsgrunnlag.actions import ask_partnerships, freeze_for_signing, sign
from laget.grant.ledger.actions import open_award
from laget.grant.ledger.models import Entry
from laget.grant.ranking import actions, board_actions
from laget.grant.ranking.models import Ranking
from laget.need.behovsmelding.actions import submit_behovsmelding
from laget.need.behovsmelding.models import Behovsmelding
from testing.people import World
from testing.ranking import (
    FILE,
    JANUARY,
    MARCH,
    adopt_money,
    ask,
    build_ranked_world,
    everyone_applies,
    move,
    titles,
)

THEIR_DAY = """networks_rank = \
{ title = "Nettverkene rangerer sine egne", short = "Nettverk", who = "network", when = "exact", by = "02-20" }"""
NETWORKS_FIRST = FILE.replace('of = "behovsmelding"\n', 'of = "behovsmelding"\nnetworks_first = true\n')


def without_criteria() -> str:
    begins = NETWORKS_FIRST.index("[ranking]")
    criteria = NETWORKS_FIRST.index("criteria = [", begins)
    return NETWORKS_FIRST[:criteria] + NETWORKS_FIRST[NETWORKS_FIRST.index("]\n", criteria) + 2 :]


@pytest.fixture
def world(db: None) -> World:
    world = build_ranked_world(without_criteria().replace("[dates]\n", f"[dates]\n{THEIR_DAY}\n", 1))
    everyone_applies(world)
    adopt_money(world)
    actions.take_in(world.round, actor=world.act("arne", JANUARY), at=JANUARY)
    return world


def begin(world: World, name: str, network: str) -> Ranking:
    actor, found = world.act(name, MARCH), world.network(network)
    return board_actions.begin_network_ranking(world.round, network=found, actor=actor, at=MARCH)


def send(world: World, name: str, ranking: Ranking) -> None:
    revision = Ranking.objects.get(pk=ranking.pk).revision
    board_actions.send_network_ranking(ranking.pk, revision=revision, actor=world.act(name, MARCH), at=MARCH)


def test_each_network_is_asked_to_rank_its_own_until_it_has_or_the_forum_begins(world: World) -> None:
    def asked() -> set[str]:
        left = Task.objects.filter(title="Rangere søknadene fra nettverket", done_at=None)
        return set(left.values_list("party__name", flat=True))

    assert asked() == {"Kysten", "Byen", "Dalene"}
    assert set(Task.objects.filter(role="coordinator", step="ranking").values_list("due", flat=True)) == {
        date(2025, 2, 20)
    }
    send(world, "nina", begin(world, "nina", "Kysten"))
    assert asked() == {"Byen", "Dalene"}
    actions.take_in(world.round, actor=world.act("arne", MARCH), at=MARCH)  # nothing new to rank
    assert asked() == {"Byen", "Dalene"}
    board_actions.begin_ranking(world.round, actor=world.act("arne", MARCH), at=MARCH)
    assert asked() == set()


def test_the_koordinator_reads_what_is_to_be_ranked_from_the_ranking(world: World, client: Client) -> None:
    kysten = begin(world, "nina", "Kysten")
    holmen = Behovsmelding.objects.get(round=world.round, subject=world.parties["Holmen kommune"])
    client.force_login(world.people["nina"])
    assert f'href="{holmen.get_absolute_url()}">Nærvær</a>' in client.get(kysten.get_absolute_url()).content.decode()
    assert client.get(holmen.get_absolute_url()).status_code == 200


def test_the_forum_begins_with_the_first_of_each_network_then_the_second(world: World) -> None:
    kysten = begin(world, "nina", "Kysten")
    assert titles(kysten) == ["Nærvær", "Språk i leken", "Ute hele året"]
    move(world, kysten, 3, 1, by="nina")  # its own order needs no reason: there is no score to depart from
    send(world, "nina", kysten)
    for name, network in (("bo", "Byen"), ("dorte", "Dalene")):
        send(world, name, begin(world, name, network))
    forum = board_actions.begin_ranking(world.round, actor=world.act("arne", MARCH), at=MARCH)
    assert titles(forum) == ["Fellesskap", "Ute hele året", "Åpne dører", "Nærvær", "Språk i leken"]
    with pytest.raises(board_actions.NeedsReason):
        move(world, forum, 4, 3)
    move(world, forum, 2, 1)


def test_the_pages_say_by_when_and_what_the_order_is_of(world: World, client: Client) -> None:
    overview, first = f"/rangering/runde/{world.round.pk}/", "Søknadene står slik nettverkene har rangert dem"
    send(world, "bo", begin(world, "bo", "Byen"))
    client.force_login(world.people["nina"])
    page = client.get(overview).content.decode()
    assert ("Frist 20. februar 2025" in page, "Nettverket har ikke begynt å rangere ennå." in page) == (True, True)
    kysten = begin(world, "nina", "Kysten")
    page = client.get(kysten.get_absolute_url()).content.decode()
    assert ("Frist 20. februar 2025" in page, "Når den er sendt, ligger den fast." in page) == (True, True)
    send(world, "nina", kysten)
    client.force_login(world.people["arne"])
    assert "Frist 10. mars 2025" in client.get(overview).content.decode()
    forum = board_actions.begin_ranking(world.round, actor=world.act("arne", MARCH), at=MARCH)
    page = client.get(forum.get_absolute_url()).content.decode()
    assert (first in page, "poeng" in page) == (True, False)
    late = {"number": "4", "to": "1", "revision": forum.revision}
    page = client.post(f"{forum.get_absolute_url()}flytt/", late, follow=True).content.decode()
    assert ("Det avviker fra nettverkenes rangering." in page, "poeng" in page) == (True, False)


def test_what_is_sent_stands_and_nobody_ranks_for_another(world: World) -> None:
    kysten = begin(world, "nina", "Kysten")
    for name in ("bo", "arne", "fredrik"):
        with pytest.raises(PermissionDenied):
            move(world, kysten, 3, 1, by=name)
    send(world, "nina", kysten)
    with pytest.raises(NotInOrder, match="ligger fast"):
        move(world, kysten, 3, 1, by="nina")
    with pytest.raises(PermissionDenied):
        begin(world, "bo", "Kysten")


def test_a_network_that_has_not_ranked_is_said_and_comes_last(world: World, client: Client) -> None:
    send(world, "bo", begin(world, "bo", "Byen"))
    client.force_login(world.people["arne"])
    page = client.get(f"/rangering/runde/{world.round.pk}/").content.decode()
    assert "Begynner dere nå, blir det ikke med: Dalene, Kysten." in page
    forum = board_actions.begin_ranking(world.round, actor=world.act("arne", MARCH), at=MARCH)
    assert titles(forum)[0] == "Fellesskap"
    with pytest.raises(NotInOrder, match="Forumet har begynt"):
        begin(world, "nina", "Kysten")


def test_the_page_of_a_network_has_no_money_and_is_sent_from_there(world: World, client: Client) -> None:
    kysten = begin(world, "nina", "Kysten")
    client.force_login(world.people["nina"])
    page = client.get(kysten.get_absolute_url()).content.decode()
    assert "Her slutter pengene" not in page
    answer = client.post(f"{kysten.get_absolute_url()}send/", {"revision": kysten.revision}, follow=True)
    assert "Rangeringen er sendt til samarbeidsforum." in answer.content.decode()


def test_what_one_ordning_binds_is_not_taken_from_another_but_from_the_one_that_takes_over(db: None) -> None:
    world = build_ranked_world()
    eva = world.act("eva")
    other = open_round(world.county, year=2025, ordning="kompetanseloftet", actor=eva, at=JANUARY)
    award = open_award(world.round, recipient=world.parties["Holmen kommune"], name="Nærvær")
    for year, amount in ((2025, 400_000), (2026, 150_000)):
        Entry.objects.create(
            award=award, year=year, kind="granted", amount=amount, round=world.round, about=f"t{year}", at=JANUARY
        )
    assert (money_of(world.round).granted, money_of(other).granted) == (400_000, 0)
    next_year = JANUARY.replace(year=2025, month=11)
    later = open_round(world.county, year=2026, actor=world.act("eva", next_year), at=next_year)
    bound = inputs_for(later, day=next_year.date()).bound
    on_paper = ("Tiltak fra før 2025", 12_400_000)  # given before Laget, as the county file says: bound as well
    assert [(post.name, post.amount) for post in bound] == [("Nærvær, Holmen kommune", 150_000), on_paper]
    assert round_of_year(world.round, 2026) == later
    assert round_of_year(other, 2026) == later


def test_an_ordning_is_opened_once_a_year_and_has_to_be_named_among_several(db: None, client: Client) -> None:
    world = build_ranked_world()
    client.force_login(world.people["eva"])
    page = client.get("/aar/").content.decode()
    assert '<option value="kompetanseloftet">Kompetanseløftet</option>' in page

    def opened(ordning: str) -> str:
        posted = {"year": "2025", "ordning": ordning}
        return client.post("/aar/fylke/ostmark/ny/", posted, follow=True).content.decode()

    assert "Fylket har flere ordninger i 2025. Velg hvilken." in opened("")
    assert "Runden for 2025 er allerede åpnet." in opened("regional-ordning")
    assert "Fylket har ikke denne ordningen i 2025." in opened("rekom")
    assert "Østmark 2025, Kompetanseløftet" in opened("kompetanseloftet")


def where_networks_apply() -> World:
    """The third way, as in Nordvidda: in one ordning the networks apply with their UH, with no frame above them."""
    world = build_ranked_world()
    nordvidda = (COUNTIES / "nordvidda.toml").read_text(encoding="utf-8")
    own = nordvidda[nordvidda.index("dates.beslutningsgrunnlag") : nordvidda.index("[ordninger.kollektiv")]
    begins = FILE.index('short = "Kompetanseløftet"\n')
    table, after = FILE[begins:].split("\n\n", 1)
    file = FILE[:begins] + table + "\n" + own + "\n" + after.replace("[lists]", "[lists]\nspor = [['1', 'Spor 1']]")
    load_county_file(file, county=world.county, by=SYSTEM, at=JANUARY)
    eva = world.act("eva", JANUARY)
    round = open_round(world.county, year=2025, ordning="kompetanseloftet", actor=eva, at=JANUARY)
    return World(world.county, world.forum, round, world.parties, world.people)


def test_networks_that_apply_with_their_uh_are_ranked_with_no_frame_above_them(db: None) -> None:
    world = where_networks_apply()
    ask(world)
    need = Behovsmelding.objects.get(round=world.round, subject=world.parties["Åsheim kommune"])
    owner, dorte = world.act("åse", JANUARY), world.act("dorte", JANUARY)
    saved = questions.save_answers(
        need.pk, answers={"need": "Språk.", "amount": "100"}, revision=0, actor=owner, at=JANUARY
    )
    submit_behovsmelding(need.pk, revision=saved.revision, actor=owner, at=JANUARY)
    adopt_money(world)
    asked = ask_partnerships(world.round, actor=world.act("arne", JANUARY), at=JANUARY)
    assert {each.subject.name for each in asked} == {"Kysten", "Byen", "Dalene"}
    document = next(each for each in asked if each.subject.name == "Dalene")
    assert "ceiling" not in document.given
    item = questions.add_item(document.pk, section="tiltak", actor=dorte, at=JANUARY)
    partner = document.given["lists"]["partners"][0][0]
    answers = {
        "title": "Sammen i dalene",
        "description": "Slik.",
        "needs": [str(need.pk)],
        "partners": [partner],
        "target_groups": ["ppt"],
        "start": "2025-08-15",
        "end": "2026-06-15",
        **{f"criteria.{each.key}": "Slik." for each in world.round.rules.criteria},
        f"budget.{document.party_id}.2025": "700000",
    }
    saved = questions.save_answers(
        document.pk,
        answers={f"tiltak.{item}.{key}": answer for key, answer in answers.items()},
        revision=1,
        actor=dorte,
        at=JANUARY,
    )
    version = freeze_for_signing(document.pk, revision=saved.revision, actor=dorte, at=JANUARY)
    for name in ("dorte", "liv"):
        sign(document.pk, sha256=version.sha256, actor=world.act(name, JANUARY), at=JANUARY)
    (application,) = actions.take_in(world.round, actor=world.act("arne", JANUARY), at=JANUARY)
    concerned = set(application.concerns.values_list("party__name", "ground"))
    assert concerned == {
        ("Dalene", "network"),
        ("Åsheim kommune", "owner"),
        ("Åsheim barnehage", "unit"),
        ("Høgskolen i Åsene", "recipient"),
    }
    send(world, "dorte", begin(world, "dorte", "Dalene"))
    ranking = board_actions.begin_ranking(world.round, actor=world.act("arne", MARCH), at=MARCH)
    assert titles(ranking) == ["Sammen i dalene"]
