"""Each scores alone, nobody who is tied scores at all, and nobody sees another's points before giving their own."""

import re
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from laget.base.audit.models import Entry
from laget.base.cycle.models import Task
from laget.base.cycle.queries import my_tasks
from laget.base.questions.answers import NotReady
from laget.base.questions.states import State
from laget.base.refusals import NotInOrder
from laget.grant.ranking import actions, score_actions
from laget.grant.ranking.asking import keep_asking
from laget.grant.ranking.board import scores_of
from laget.grant.ranking.board_actions import begin_ranking
from laget.grant.ranking.models import Application, Concerns, Declared, Score
from laget.grant.ranking.table import background
from laget.need.behovsmelding.actions import return_behovsmelding
from laget.need.behovsmelding.models import Behovsmelding
from laget.rules.transitions import TransitionNotAllowed
from testing.people import World
from testing.ranking import JANUARY, MARCH, application, build_ranked_world, give, grouped, ranked, scored

SEEN_BY_BERIT = "Dette har bare Berit sett."


@pytest.fixture
def world(db: None) -> World:
    return build_ranked_world()


def give_with_note(world: World, name: str, title: str) -> None:
    given = {each.key: (4, SEEN_BY_BERIT) for each in world.round.file.ranking.criteria}
    pk = application(world, title).pk
    score_actions.give_points(pk, given=given, actor=world.act(name, JANUARY), at=JANUARY)


def read(client: Client, world: World, name: str, address: str) -> tuple[int, str]:
    client.force_login(world.people[name])
    answer = client.get(address)
    return answer.status_code, answer.content.decode()


def test_what_is_taken_in_can_no_longer_be_sent_back(world: World) -> None:
    grouped(world)
    document = Behovsmelding.objects.get(round=world.round, subject=world.parties["Holmen kommune"])
    assert document.state == State.CONSIDERED
    with pytest.raises(TransitionNotAllowed):
        return_behovsmelding(document.pk, reason="Mer.", actor=world.act("nina", JANUARY), at=JANUARY)
    assert actions.take_in(world.round, actor=world.act("arne", JANUARY), at=JANUARY) == []


def test_an_application_concerns_its_owner_the_virksomheter_and_those_who_get_the_money(world: World) -> None:
    grouped(world)
    concerned = Concerns.objects.filter(application=application(world, "Nærvær"))
    assert set(concerned.values_list("party__name", "ground")) == {
        ("Holmen kommune", "owner"),
        ("Holmen barnehage", "unit"),
        ("Høgskolen i Åsene", "recipient"),
    }


def test_nobody_sees_another_score_before_giving_their_own(world: World, client: Client) -> None:
    grouped(world, "berit", "jon")
    give_with_note(world, "berit", "Nærvær")
    address = application(world, "Nærvær").get_absolute_url()
    status, page = read(client, world, "jon", address)
    assert (status, SEEN_BY_BERIT in page, "Poengene dine" in page) == (200, False, True)
    for name in ("siri", "arne", "eva"):  # nor do those who run the forum, or Statsforvalteren
        status, page = read(client, world, name, address)
        assert (status, SEEN_BY_BERIT in page) == (200, False)
    give(world, "jon", "Nærvær", 5, 5, 5, 5)
    status, page = read(client, world, "jon", address)
    assert (SEEN_BY_BERIT in page, "Samlet: 4,50, av 2 som har vurdert." in page) == (True, True)
    assert SEEN_BY_BERIT in read(client, world, "berit", address)[1]


def test_who_scores_sees_what_each_criterion_counts_by_when_and_what_is_missing(world: World, client: Client) -> None:
    group = grouped(world, "berit")
    assert "Frist 10. mars 2025, " in read(client, world, "berit", group.get_absolute_url())[1]
    address = application(world, "Nærvær").get_absolute_url()
    page = read(client, world, "berit", address)[1]
    assert re.findall(r"Teller \d av \d\.", page) == [f"Teller {n} av 8." for n in (3, 2, 2, 1)]
    page = client.post(f"{address}poeng/", {}).content.decode()
    said = re.findall(r'href="#id_[\w-]+">(.*?)</a>', page)
    assert said[:2] == ["Behovet: Gi fra 1 til 5 poeng.", "Kort hvorfor, behovet: Skriv kort hvorfor."]


def test_one_who_is_tied_neither_opens_nor_scores_nor_counts(world: World, client: Client) -> None:
    grouped(world)
    tied_to = application(world, "Språk i leken")
    assert read(client, world, "odd", tied_to.get_absolute_url())[0] == 404
    with pytest.raises(PermissionDenied):
        give(world, "odd", "Språk i leken", 5, 5, 5, 5)
    group = tied_to.group
    assert group is not None
    page = read(client, world, "odd", group.get_absolute_url())[1]
    assert page.count("Du er inhabil") == 2
    assert "3 søknader venter på poengene dine." in page
    give(world, "berit", "Språk i leken", 4, 4, 4, 4)
    found = scores_of(world.round, [tied_to], day=JANUARY.date())[tied_to.pk]
    assert (found.value, found.counted, found.missing, found.recused) == (Fraction(4), 1, 1, 1)


def test_one_who_says_so_afterwards_is_left_out_from_then_on(world: World, client: Client) -> None:
    grouped(world, "berit", "jon")
    give(world, "berit", "Nærvær", 1, 1, 1, 1)
    give(world, "jon", "Nærvær", 5, 5, 5, 5)
    found = application(world, "Nærvær")
    client.force_login(world.people["berit"])
    client.post(f"{found.get_absolute_url()}inhabil/", {"reason": "Søsteren min leder det."})
    assert read(client, world, "berit", found.get_absolute_url())[0] == 404
    kept = scores_of(world.round, [found], day=JANUARY.date())[found.pk]
    assert (kept.value, kept.counted, kept.recused) == (Fraction(5), 1, 1)
    assert Score.objects.filter(application=found).count() == 8  # what was given stays as it was given


def test_points_are_weighed_as_the_county_says(world: World) -> None:
    grouped(world, "berit")
    give(world, "berit", "Nærvær", 5, 4, 3, 2)
    found = application(world, "Nærvær")
    assert scores_of(world.round, [found], day=JANUARY.date())[found.pk].value == Fraction(3 * 5 + 2 * 4 + 2 * 3 + 2, 8)


def test_one_who_was_not_tied_after_all_is_with_them_again_until_the_ranking_begins(
    world: World, client: Client
) -> None:
    scored(world)
    found = {title: application(world, title) for title in ("Nærvær", "Åpne dører")}
    client.force_login(world.people["jon"])
    for each in found.values():
        client.post(f"{each.get_absolute_url()}inhabil/", {"reason": "Søsteren min leder det."})
    pages = f"/rangering/runde/{world.round.pk}/", f"/rangering/gruppe/{found['Nærvær'].group_id}/"
    assert [read(client, world, "jon", page)[1].count("Ta det tilbake") for page in pages] == [2, 2]
    back = f"{found['Nærvær'].get_absolute_url()}likevel-habil/"
    client.post(back, {"tilbake-reason": ""})
    assert read(client, world, "jon", found["Nærvær"].get_absolute_url())[0] == 404
    client.post(back, {"tilbake-reason": "Hun har sluttet."})
    assert read(client, world, "jon", found["Nærvær"].get_absolute_url())[0] == 200
    assert scores_of(world.round, [found["Nærvær"]], day=JANUARY.date())[found["Nærvær"].pk].recused == 0
    assert client.post(back, {"tilbake-reason": "Igjen."}).status_code == 404
    assert Entry.objects.filter(kind="application", act="lift", actor_name="Jon").count() == 1
    ranking = begin_ranking(world.round, actor=world.act("arne", MARCH), at=MARCH)
    with pytest.raises(NotInOrder, match="Rangeringen har begynt"):
        score_actions.lift(found["Åpne dører"].pk, reason="Nei.", actor=world.act("jon", MARCH), at=MARCH)
    with pytest.raises(IntegrityError, match="before the forum begins to rank"), transaction.atomic():
        Declared.objects.standing().update(lifted_at=MARCH, lifted_because="Nei.")
    assert "Jon meldte seg inhabil i søknaden på plass" in background(ranking)
    assert read(client, world, "jon", pages[0])[1].count("Ta det tilbake") == 0


def test_the_task_is_each_members_own_until_they_have_scored_what_they_are_free_to(world: World) -> None:
    """Odd is tied to two of the five; Nina is appointed from a network; Jon is in no group."""

    def asked() -> set[str]:
        found = {name: my_tasks(world.act(name, JANUARY)).filter(title="Vurdere søknadene") for name in world.people}
        return {name for name, tasks in found.items() if tasks.exists()}

    group = grouped(world, "berit", "odd")
    assert asked() == {"berit", "odd"}
    actions.appoint(group, person=world.people["nina"], actor=world.act("arne", JANUARY), at=JANUARY)
    assert asked() == {"berit", "odd", "nina"}
    titles = list(Application.objects.filter(group=group).values_list("tiltak__title", flat=True))
    free = [title for title in titles if title not in ("Språk i leken", "Ute hele året")]
    for title in free[1:]:
        give(world, "odd", title, 4, 4, 4, 4)
    assert "odd" in asked()
    last = application(world, free[0])
    last.group = None  # it comes later
    last.save(update_fields=["group"])
    keep_asking(world.round, at=JANUARY)
    assert "odd" not in asked()
    actions.assign(group, network=None, actor=world.act("arne", JANUARY), at=JANUARY)
    assert "odd" in asked()
    score_actions.declare(last.pk, reason="Broren min.", actor=world.act("odd", JANUARY), at=JANUARY)
    assert "odd" not in asked()
    score_actions.lift(last.pk, reason="Han har sluttet.", actor=world.act("odd", JANUARY), at=JANUARY)
    assert "odd" in asked()
    give(world, "odd", free[0], 4, 4, 4, 4)
    actions.dismiss(group, person=world.people["nina"].pk, actor=world.act("arne", JANUARY), at=JANUARY)
    assert asked() == {"berit"}
    assert Task.objects.filter(title="Vurdere søknadene", role="coordinator").get().done_at == JANUARY


@pytest.mark.parametrize(("points", "note", "said"), [
    (6, "Fordi.", "Gi fra 1 til 5 poeng."),
    (None, "Fordi.", "Gi fra 1 til 5 poeng."),
    (3, " ", "Skriv kort hvorfor."),
])  # fmt: skip
def test_points_need_to_be_on_the_scale_with_a_note(world: World, points: int | None, note: str, said: str) -> None:
    grouped(world, "berit")
    given = {each.key: (4, "Fordi.") for each in world.round.file.ranking.criteria} | {"need": (points, note)}
    with pytest.raises(NotReady) as problem:
        pk = application(world, "Nærvær").pk
        score_actions.give_points(pk, given=given, actor=world.act("berit", JANUARY), at=JANUARY)
    assert [each.text for each in problem.value.problems] == [said]


def test_points_are_given_once_and_before_the_ranking_begins(world: World) -> None:
    scored(world)
    with pytest.raises(NotInOrder, match="kan ikke endres"):
        give(world, "jon", "Nærvær", 1, 1, 1, 1)
    begin_ranking(world.round, actor=world.act("arne", MARCH), at=MARCH)
    with pytest.raises(NotInOrder, match="Rangeringen har begynt"):
        give(world, "odd", "Åpne dører", 1, 1, 1, 1)


def test_the_database_refuses_points_from_someone_tied_or_outside_or_too_late(world: World) -> None:
    grouped(world)

    def refused(name: str, found: Application) -> str:
        with pytest.raises(IntegrityError) as problem, transaction.atomic():
            Score.objects.create(
                application=found, person=world.people[name], criterion="need", points=5, note="", at=JANUARY
            )
        return str(problem.value.__cause__.diag.constraint_name)  # type: ignore[union-attr]

    assert refused("odd", application(world, "Språk i leken")) == "ranking_nobody_tied_scores"
    assert refused("siri", application(world, "Nærvær")) == "ranking_only_members_score"


def test_the_database_refuses_points_after_the_ranking_began(world: World) -> None:
    ranked(world)
    with pytest.raises(IntegrityError, match="the forum has begun to rank"), transaction.atomic():
        Score.objects.create(
            application=application(world, "Åpne dører"),
            person=world.people["odd"],
            criterion="need",
            points=5,
            note="",
            at=MARCH,
        )


def test_the_database_keeps_what_was_given(world: World) -> None:
    grouped(world)
    give(world, "berit", "Nærvær", 5, 5, 5, 5)
    with pytest.raises(DatabaseError), transaction.atomic():
        Score.objects.update(points=1)


def test_others_than_those_who_run_the_forum_appoint_nobody(world: World, client: Client) -> None:
    group = grouped(world)
    for name in ("berit", "eva", "nina"):
        with pytest.raises(PermissionDenied):
            actions.appoint(group, person=world.people["liv"], actor=world.act(name, JANUARY), at=JANUARY)
    client.force_login(world.people["arne"])
    client.post(f"/rangering/gruppe/{group.pk}/medlem/", {"person": "liv@laget.example"})
    assert group.members.filter(person=world.people["liv"]).exists()
    assert read(client, world, "liv", group.get_absolute_url())[0] == 200
    client.post(f"/rangering/gruppe/{group.pk}/medlem/{world.people['liv'].pk}/ut/")
