"""A small county where applications are ranked, with people whom the tests call by name.

Siri leads the forum and Arne is its secretary. Berit, Jon and Odd are in the working group; Odd sits for Fjordvik
kommune, and is tied to what that applies for. Liv is appointed from a UH. Nina co-ordinates Kysten.
"""

from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from laget.base.accounts.roles import Role
from laget.base.actors.models import Forum, Party, Seat
from laget.base.audit.record import SYSTEM
from laget.base.cycle.actions import load_county_file, open_round
from laget.base.cycle.models import Round
from laget.base.cycle.queries import newest_forms
from laget.base.cycle.reading import COUNTIES, parse_county_file
from laget.base.cycle.setup import create_county
from laget.base.questions import actions as questions
from laget.config.sample.world import partner_numbers
from laget.grant.allocation.actions import adopt_allocation
from laget.grant.allocation.queries import inputs_for
from laget.grant.forum import actions as forum_actions
from laget.grant.forum import matter_actions
from laget.grant.forum.models import Holder, Meeting
from laget.grant.ranking import actions, board_actions, score_actions
from laget.grant.ranking.models import Application, Concerns, Group, Member, Ranking, Score
from laget.need.behovsmelding.actions import ask_owners, submit_behovsmelding
from laget.need.behovsmelding.models import Behovsmelding
from laget.need.tiltak.models import PlannedAmount, Tiltak
from testing.again import built_once
from testing.people import AUTUMN, OSLO, SINCE, World, _owner_with_units, _person

JANUARY = AUTUMN + timedelta(days=70)
MARCH = datetime(2025, 3, 11, 9, tzinfo=OSLO)
YEAR = 2025
WHY = "Forumet vil ha noe for de minste."

OWNERS = {
    "Fjordvik kommune": ("9701", "kysten", "Fjordvik barnehage"),
    "Holmen kommune": ("9702", "kysten", "Holmen barnehage"),
    "Storby kommune": ("9703", "byen", "Storby barnehage"),
    "Åsheim kommune": ("9704", "dalene", "Åsheim barnehage"),
}
PEOPLE = {
    "siri": (Role.FORUM_LEADER, "Samarbeidsforum i Østmark"),
    "arne": (Role.FORUM_SECRETARY, "Samarbeidsforum i Østmark"),
    "berit": (Role.FORUM_MEMBER, "Samarbeidsforum i Østmark"),
    "jon": (Role.FORUM_MEMBER, "Samarbeidsforum i Østmark"),
    "odd": (Role.FORUM_MEMBER, "Samarbeidsforum i Østmark"),
    "liv": (Role.PARTNER, "Høgskolen i Åsene"),
    "eva": (Role.CASE_OFFICER, "Østmark"),
    "dag": (Role.DECIDER, "Østmark"),
    "nina": (Role.COORDINATOR, "Kysten"),
    "bo": (Role.COORDINATOR, "Byen"),
    "dorte": (Role.COORDINATOR, "Dalene"),
    "fredrik": (Role.OWNER, "Fjordvik kommune"),
    "hanne": (Role.OWNER, "Holmen kommune"),
    "stine": (Role.OWNER, "Storby kommune"),
    "åse": (Role.OWNER, "Åsheim kommune"),
    "petter": (Role.UNIT_LEADER, "Holmen barnehage"),
}
SEATS = {
    "siri": (Seat.Side.PUBLIC_OWNER, "Storby kommune"),
    "odd": (Seat.Side.PUBLIC_OWNER, "Fjordvik kommune"),
    "berit": (Seat.Side.PUBLIC_OWNER, "Åsheim kommune"),
    "jon": (Seat.Side.PARTNER, "Universitetet i Østmark"),
    "arne": (Seat.Side.STATSFORVALTER, "Østmark"),
}
FILE = (COUNTIES / "ostmark.toml").read_text(encoding="utf-8")


def build_ranked_world(file: str = FILE, *, ordning: str = "regional-ordning") -> World:
    """Everyone in place, and the round of one ordning open."""
    return built_once(_build, file, ordning, about=f"{ordning} {file}")


def _build(file: str, ordning: str) -> World:
    read = parse_county_file(file)
    numbers = dict(zip(read.partners, islice(partner_numbers(), 50, None), strict=False))  # others than Trøndelag's
    county = create_county(read, by=SYSTEM, at=AUTUMN, numbers=numbers, sample=True)
    load_county_file(file, county=county, by=SYSTEM, at=AUTUMN)
    for name, (place, network, barnehage) in OWNERS.items():
        _owner_with_units(county, name, place, network, [barnehage], [])
    parties = {party.name: party for party in Party.objects.all()}
    people = {name: _person(name, role, parties[where]) for name, (role, where) in PEOPLE.items()}
    forum = Forum.objects.get(county=county)
    world = World(county, forum, Round(), parties, people)
    for name, (side, party) in SEATS.items():
        votes = side != Seat.Side.STATSFORVALTER
        seat = Seat.objects.create(forum=forum, side=side, party=parties[party], votes=votes, valid_from=SINCE)
        Holder.objects.create(seat=seat, person=people[name], party=parties[party], valid_from=SINCE)
    round = open_round(county, year=YEAR, ordning=ordning, actor=world.act("eva"), at=AUTUMN)
    return World(county, forum, round, parties, people)


def ask(world: World) -> None:
    for name, network in (("nina", "Kysten"), ("bo", "Byen"), ("dorte", "Dalene")):
        ask_owners(world.round, network=world.network(network), actor=world.act(name), at=AUTUMN)


def apply(world: World, name: str, owner: str, *tiltak: tuple[str, dict[int, tuple[int, int]]]) -> Behovsmelding:
    """An owner applies: for each tiltak its title, and by year what goes to the owner and to the first partner."""
    document = Behovsmelding.objects.get(round=world.round, subject=world.parties[owner])
    actor = world.act(name)
    text = {"need": "Språk.", "dialogue": "Vi har møttes.", "took_part": "Alle var med."}
    saved = questions.save_answers(document.pk, answers=text, revision=document.revision, actor=actor, at=AUTUMN)
    revision = saved.revision
    for title, years in tiltak:
        item = questions.add_item(document.pk, section="tiltak", actor=actor, at=AUTUMN)
        answers = _tiltak(document, title, years)
        path = f"tiltak.{item}"
        answers = {f"{path}.{key}": answer for key, answer in answers.items()}
        saved = questions.save_answers(document.pk, answers=answers, revision=revision + 1, actor=actor, at=AUTUMN)
        revision = saved.revision
    submit_behovsmelding(document.pk, revision=revision, actor=actor, at=AUTUMN)
    return Behovsmelding.objects.get(pk=document.pk)


def _tiltak(document: Behovsmelding, title: str, years: dict[int, tuple[int, int]]) -> dict[str, Any]:
    lists = document.given["lists"]
    (owner, _), (partner, _) = lists["recipients"][:2]
    budget = {f"budget.{owner}.{year}": str(own) for year, (own, _uh) in years.items()}
    budget |= {f"budget.{partner}.{year}": str(uh) for year, (_own, uh) in years.items()}
    criteria = {f"criteria.{each.key}": "Slik." for each in document.round.rules.criteria}
    return {
        "title": title,
        "description": "Vi prøver ut, og ser på det sammen.",
        "partners": [partner],
        "target_groups": ["kindergarten"],
        "start": "2025-08-15",
        "end": "2026-06-15",
        **criteria,
        **budget,
    }


# What is applied for: 21 000 000 of 18 330 000. Two from Fjordvik, to which Odd is tied.
def everyone_applies(world: World) -> None:
    built_once(_everyone_applies, world, about=_of(world))


def _everyone_applies(world: World) -> None:
    ask(world)
    apply(
        world,
        "fredrik",
        "Fjordvik kommune",
        ("Språk i leken", {2025: (4_000_000, 2_000_000), 2026: (1_000_001, 0)}),
        ("Ute hele året", {2025: (3_000_000, 0)}),
    )
    apply(world, "hanne", "Holmen kommune", ("Nærvær", {2025: (5_000_000, 1_000_000)}))
    apply(world, "stine", "Storby kommune", ("Fellesskap", {2025: (2_000_000, 2_000_000)}))
    apply(world, "åse", "Åsheim kommune", ("Åpne dører", {2025: (1_500_000, 500_000)}))


def adopt_money(world: World) -> None:
    inputs = inputs_for(world.round, day=JANUARY.date())
    adopt_allocation(world.round, inputs=inputs, reference="Sak 1", actor=world.act("siri", JANUARY), at=JANUARY)


def grouped(world: World, *members: str) -> Group:
    """The money adopted, the applications taken in, and one group with all of them."""
    members = members or ("berit", "jon", "odd")
    return built_once(_grouped, world, members, about=f"{_of(world)} {members}")


def _grouped(world: World, members: tuple[str, ...]) -> Group:
    everyone_applies(world)
    adopt_money(world)
    arne = world.act("arne", JANUARY)
    actions.take_in(world.round, actor=arne, at=JANUARY)
    group = actions.make_group(world.round, name="Barnehage", actor=arne, at=JANUARY)
    for name in members:
        actions.appoint(group, person=world.people[name], actor=arne, at=JANUARY)
    actions.assign(group, network=None, actor=arne, at=JANUARY)
    return group


def application(world: World, title: str) -> Application:
    return Application.objects.get(round=world.round, tiltak__title=title)


def give(world: World, name: str, title: str, *points: int) -> None:
    """Points on each criterion of the county, in order."""
    keys = [each.key for each in world.round.file.ranking.criteria]
    given = {key: (number, "Fordi.") for key, number in zip(keys, points, strict=True)}
    pk = application(world, title).pk
    score_actions.give_points(pk, given=given, actor=world.act(name, JANUARY), at=JANUARY)


# By score: Nærvær 5, Fellesskap 4, Åpne dører 3.5, Språk i leken 3, Ute hele året 2. Odd has given what he may.
def scored(world: World) -> Group:
    return built_once(_scored, world, about=_of(world))


def _scored(world: World) -> Group:
    group = grouped(world)
    for name in ("berit", "jon"):
        for title, points in (("Nærvær", 5), ("Fellesskap", 4), ("Språk i leken", 3), ("Ute hele året", 2)):
            give(world, name, title, *[points] * 4)
    give(world, "jon", "Åpne dører", 4, 4, 3, 2)
    for title, points in (("Nærvær", 5), ("Fellesskap", 4)):
        give(world, "odd", title, *[points] * 4)
    return group


def ranked(world: World) -> Ranking:
    return built_once(_ranked, world, about=_of(world))


def _of(world: World) -> str:
    """Which round it is done in."""
    return str(world.round.pk)


def _ranked(world: World) -> Ranking:
    scored(world)
    return board_actions.begin_ranking(world.round, actor=world.act("arne", MARCH), at=MARCH)


def move(world: World, ranking: Ranking, number: int, to: int, reason: str = "", by: str = "arne") -> None:
    revision = Ranking.objects.get(pk=ranking.pk).revision
    actor = world.act(by, MARCH)
    board_actions.move(ranking.pk, number=number, to=to, revision=revision, reason=reason, actor=actor, at=MARCH)


def titles(ranking: Ranking) -> list[str]:
    return list(ranking.places.order_by("number").values_list("application__tiltak__title", flat=True))


def planned_meeting(world: World) -> Meeting:
    arne = world.act("arne", MARCH)
    return forum_actions.plan_meeting(world.round, title="Vårmøte", begins=MARCH, place="Storby", actor=arne, at=MARCH)


def decided(world: World, ranking: Ranking) -> Meeting:
    """Put on the agenda of a meeting, and agreed on there."""
    meeting, arne = planned_meeting(world), world.act("arne", MARCH)
    matter = board_actions.put_on_agenda(ranking.pk, meeting=meeting.pk, actor=arne, at=MARCH)
    forum_actions.call_meeting(meeting.pk, actor=arne, at=MARCH)
    present = list(Holder.objects.filter(seat__forum=world.forum).values_list("pk", flat=True))
    siri: UUID = world.people["siri"].pk
    forum_actions.open_meeting(meeting.pk, present=present, chair=siri, actor=arne, at=MARCH)
    matter_actions.take_up(matter.pk, actor=arne, at=MARCH)
    matter_actions.agree(matter.pk, revision=matter.revision, actor=arne, at=MARCH)
    return meeting


def many(world: World, n: int, *, members: tuple[str, ...] = ("berit", "jon", "siri")) -> Ranking:
    """A ranking of as many applications, scored by three, written straight into the tables."""
    like = Tiltak.objects.get(round=world.round, title="Nærvær")  # nobody in the group is tied to it
    group, _new = Group.objects.get_or_create(round=world.round, name=f"Gruppe av {n}")
    people = [world.people[name] for name in members]
    Member.objects.bulk_create((Member(group=group, person=p) for p in people), ignore_conflicts=True)
    fields = {f.attname: getattr(like, f.attname) for f in Tiltak._meta.fields if f.name not in ("id", "item", "title")}
    tiltak = Tiltak.objects.bulk_create(
        Tiltak(item=f"{n}-{i}", title=f"Tiltak {i:03} av {n}", **fields) for i in range(n)
    )
    PlannedAmount.objects.bulk_create(
        PlannedAmount(tiltak=each, recipient_id=party, year=YEAR, amount=40_000 + 1_000 * (i % 7))
        for i, each in enumerate(tiltak)
        for party in (like.applicant_id, world.parties["Høgskolen i Åsene"].pk)
    )
    asked = newest_forms(world.round.pk, "scoring").get().stored
    applications = Application.objects.bulk_create(
        Application(county=world.county, round=world.round, tiltak=each, group=group, asked=asked) for each in tiltak
    )
    Concerns.objects.bulk_create(
        Concerns(application=each, party_id=like.applicant_id, ground="owner") for each in applications
    )
    keys = [each.key for each in world.round.file.ranking.criteria]
    Score.objects.bulk_create(
        Score(application=each, person=p, criterion=key, points=1 + (i * 7 + j + k) % 5, note="Fordi.", at=JANUARY)
        for i, each in enumerate(applications)
        for j, p in enumerate(people)
        for k, key in enumerate(keys)
    )
    return board_actions.begin_ranking(world.round, actor=world.act("arne", MARCH), at=MARCH)
