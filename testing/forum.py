"""The small county's forum, with people in its seats whom the tests call by name.

Siri leads, and sits for Inderøy kommune; Vera from Ørland is her deputy. In Innherred's matter Siri, Pernille and Ulla
are tied, and Vera and Uno step in. Arne is there for Statsforvalteren, without a vote.
"""

from datetime import datetime

from laget.base.accounts.models import HeldRole, Person
from laget.base.accounts.roles import Role
from laget.base.actors.models import Kind, Party, Seat, Sector
from laget.base.questions.models import Document
from laget.grant.forum import actions, matter_actions
from laget.grant.forum.models import Holder, Matter, Meeting
from laget.rules.deciding import Choice
from testing.again import built_once
from testing.people import OSLO, SINCE, World, make_organisation

CALLED = datetime(2025, 2, 15, 9, tzinfo=OSLO)
MARCH = datetime(2025, 3, 12, 9, tzinfo=OSLO)
LESS = "Reisene kan bli færre."

# seat: (whose it is, the member and the deputies, each with whom they sit for)
SEATS: dict[Seat.Side, list[tuple[str, list[tuple[str, str]]]]] = {
    Seat.Side.PUBLIC_OWNER: [
        ("Inderøy kommune", [("siri", "Inderøy kommune"), ("vera", "Ørland kommune")]),
        ("Ørland kommune", [("mons", "Ørland kommune")]),
    ],
    Seat.Side.PRIVATE_OWNER: [("Fjordgløtt SA", [("pernille", "Fjordgløtt SA")])],
    Seat.Side.PARTNER: [("Nord universitet", [("ulla", "Nord universitet"), ("uno", "HINN")])],
    Seat.Side.UNION: [("Lærerlaget", [("lars", "Lærerlaget")])],
    Seat.Side.ASSOCIATION: [("Kommunelaget", [("karl", "Kommunelaget")])],
    Seat.Side.STATSFORVALTER: [("Trøndelag", [("arne", "Trøndelag")])],
}


def seat_everyone(world: World) -> dict[str, Holder]:
    """The holders, by the names of their people."""
    for name, kind in (("Lærerlaget", Kind.UNION), ("Kommunelaget", Kind.ASSOCIATION)):
        made = make_organisation(world.county, name, kind, Sector.PUBLIC)
        world.parties[name] = Party.objects.get(pk=made.pk)
    found = {}
    for side, seats in SEATS.items():
        for owner, people in seats:
            votes = side != Seat.Side.STATSFORVALTER
            party = world.parties[owner]
            seat = Seat.objects.create(forum=world.forum, side=side, party=party, votes=votes, valid_from=SINCE)
            for place, (name, sits_for) in enumerate(people):
                person, sits = _person(world, name), world.parties[sits_for]
                found[name] = Holder.objects.create(seat=seat, person=person, party=sits, place=place, valid_from=SINCE)
    return found


def called_meeting(world: World) -> Meeting:
    """Both networks have sent, and the forum is called to its meeting by Arne. Everyone has a seat."""
    meeting, parties, people = built_once(_called_meeting, world)
    world.parties.update(parties)
    world.people.update(people)
    return meeting


def _called_meeting(world: World) -> tuple[Meeting, dict[str, Party], dict[str, Person]]:
    seat_everyone(world)
    world.carry("sign")
    return call(world), world.parties, world.people


def call(world: World) -> Meeting:
    arne = world.act("arne", CALLED)
    meeting = actions.plan_meeting(world.round, title="Vårmøte", begins=MARCH, place="Steinkjer", actor=arne, at=CALLED)
    actions.list_matters(meeting.pk, actor=arne, at=CALLED)
    actions.call_meeting(meeting.pk, actor=arne, at=CALLED)
    return Meeting.objects.get(pk=meeting.pk)


def begin(world: World, meeting: Meeting, *, absent: str = "") -> None:
    """Open it with everyone there but those named, led by Siri."""
    holders = Holder.objects.filter(seat__forum=world.forum).select_related("person")
    present = [each.pk for each in holders if each.person.name.lower() not in absent.split()]
    siri = world.people["siri"].pk
    actions.open_meeting(meeting.pk, present=present, chair=siri, actor=world.act("arne", MARCH), at=MARCH)


def matter_of(world: World, network: str) -> Matter:
    """The newest matter about a network."""
    document = Document.objects.get(kind="beslutningsgrunnlag", subject=world.parties[network])
    return Matter.objects.filter(document=document.pk).latest("meeting__begins", "number")


def take_up(world: World, network: str, *, chair: str = "mons") -> Matter:
    matter = matter_of(world, network)
    matter_actions.take_up(matter.pk, chair=world.people[chair].pk, actor=world.act("arne", MARCH), at=MARCH)
    return matter_of(world, network)


def lower(world: World, matter: Matter) -> None:
    """The first amount, by half."""
    line = matter.lines[0]
    lines = {line["id"]: (line["amount"] // 2, LESS)}
    matter_actions.propose(matter.pk, lines=lines, revision=matter.revision, actor=world.act("arne", MARCH), at=MARCH)


def vote(world: World, matter: Matter, **choices: Choice) -> bool:
    """Each for themselves, and whether it was adopted."""
    arne, revision = world.act("arne", MARCH), Matter.objects.get(pk=matter.pk).revision
    ballot = matter_actions.call_vote(matter.pk, question="Som foreslått.", revision=revision, actor=arne, at=MARCH)
    for name, choice in choices.items():
        seat = Holder.objects.get(person=world.people[name]).seat_id
        matter_actions.cast_vote(
            matter.pk, seat=seat, ballot=ballot.number, choice=choice, actor=world.act(name, MARCH), at=MARCH
        )
    return matter_actions.close_vote(matter.pk, actor=world.act("arne", MARCH), at=MARCH).adopted


def settle(world: World, meeting: Meeting) -> None:
    """Innherred by a vote on less, Fosen by agreement; then the meeting is over, and Siri approves the minutes."""
    innherred = take_up(world, "Innherred")
    lower(world, innherred)
    assert vote(
        world, innherred, mons=Choice.FOR, vera=Choice.FOR, uno=Choice.AGAINST, lars=Choice.FOR, karl=Choice.ABSTAINS
    )
    fosen = take_up(world, "Fosen", chair="siri")
    matter_actions.agree(fosen.pk, revision=fosen.revision, actor=world.act("arne", MARCH), at=MARCH)
    actions.close_meeting(meeting.pk, actor=world.act("arne", MARCH), at=MARCH)
    actions.approve_minutes(meeting.pk, actor=world.act("siri", MARCH), at=MARCH)


def _person(world: World, name: str) -> Person:
    if name not in world.people:
        person = Person.objects.create_user(f"{name}@laget.example", name=name.capitalize(), is_sample=True)
        world.people[name] = person
        HeldRole.objects.create(person=person, role=Role.FORUM_MEMBER, party=world.forum, valid_from=SINCE)
    return world.people[name]
