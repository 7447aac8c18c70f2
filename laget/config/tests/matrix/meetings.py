"""The forum's meetings in the last scene: one in each state, with matters in each state of theirs.

Siri sits for Inderøy kommune and leads; Mons sits for Ørland kommune; Arne is there for Statsforvalteren.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from laget.base.actors.models import Seat
from laget.grant.forum import actions, matter_actions
from laget.grant.forum.models import Holder, Matter
from laget.rules.deciding import Choice
from testing.people import AUTUMN, SINCE, World

SEATED = {
    "siri": (Seat.Side.PUBLIC_OWNER, "Inderøy kommune"),
    "mons": (Seat.Side.PUBLIC_OWNER, "Ørland kommune"),
    "arne": (Seat.Side.STATSFORVALTER, "Trøndelag"),
}


def meet(world: World) -> None:
    for name, (side, party) in SEATED.items():
        whose = world.parties[party]
        votes = side != Seat.Side.STATSFORVALTER
        seat = Seat.objects.create(forum=world.forum, side=side, party=whose, votes=votes, valid_from=SINCE)
        Holder.objects.create(seat=seat, person=world.people[name], party=whose, valid_from=SINCE)
    _planned(world, "Planlagt", "En sak")
    called = _planned(world, "Innkalt", "En sak")
    _call(world, called)
    _step_aside(world, called)
    _cancelled(world)
    _about_networks(world)
    _voting(world)
    for title, through in (("Ferdig behandlet", 0), ("Hevet", 1), ("Godkjent", 2)):
        _through(world, title, through)


def _planned(world: World, title: str, *matters: str) -> UUID:
    arne, begins = world.act("arne"), AUTUMN + timedelta(days=30)
    meeting = actions.plan_meeting(world.round, title=title, begins=begins, place="Steinkjer", actor=arne, at=AUTUMN)
    for each in matters:
        actions.add_matter(meeting.pk, title=each, background="", actor=arne, at=AUTUMN)
    return meeting.pk


def _call(world: World, pk: UUID) -> None:
    actions.call_meeting(pk, actor=world.act("arne"), at=AUTUMN)


def _step_aside(world: World, pk: UUID) -> None:
    """Mons has declared himself inhabil, in the only matter there is."""
    matter = Matter.objects.get(meeting=pk)
    matter_actions.declare(matter.pk, reason="Søsteren min.", actor=world.act("mons"), at=AUTUMN)


def _cancelled(world: World) -> None:
    """With one matter that was taken off before it was called, and one that was left."""
    pk, arne = _planned(world, "Avlyst", "En sak", "En sak til"), world.act("arne")
    first = Matter.objects.filter(meeting=pk).earliest("number")
    matter_actions.withdraw(first.pk, actor=arne, at=AUTUMN)
    _call(world, pk)
    actions.cancel_meeting(pk, reason="Snø.", actor=arne, at=AUTUMN)


def _begin(world: World, pk: UUID) -> list[Matter]:
    _call(world, pk)
    present = list(Holder.objects.values_list("pk", flat=True))
    siri = world.people["siri"].pk
    actions.open_meeting(pk, present=present, chair=siri, actor=world.act("arne"), at=AUTUMN)
    return list(Matter.objects.filter(meeting=pk).order_by("number"))


def _about_networks(world: World) -> None:
    """Innherred's and Fosen's, on the list; and one that has been taken up."""
    pk = _planned(world, "I gang", "En sak")
    actions.list_matters(pk, actor=world.act("arne"), at=AUTUMN)
    first, *_others = _begin(world, pk)
    _take_up(world, first)


def _take_up(world: World, matter: Matter) -> None:
    """With a proposal to decide on."""
    arne, proposal = world.act("arne"), dict[str, Any](text="Som foreslått.", revision=matter.revision)
    matter_actions.take_up(matter.pk, actor=arne, at=AUTUMN)
    matter_actions.propose_conclusion(matter.pk, **proposal, actor=arne, at=AUTUMN)
    matter.refresh_from_db()


def _voting(world: World) -> None:
    """One where nobody has voted yet, one where all have, and one that they agreed on."""
    arne = world.act("arne")
    pk = _planned(world, "Til votering", "En sak", "En sak til", "Enda en sak", "Den siste saken")
    waiting, voted, agreed, _left = _begin(world, pk)
    for matter in (waiting, voted, agreed):
        _take_up(world, matter)
    matter_actions.agree(agreed.pk, revision=agreed.revision, actor=arne, at=AUTUMN)
    for matter in (waiting, voted):
        matter_actions.call_vote(matter.pk, question="Som foreslått.", revision=matter.revision, actor=arne, at=AUTUMN)
    for seat in Seat.objects.filter(forum=world.forum, votes=True):
        matter_actions.cast_vote(voted.pk, seat=seat.pk, ballot=1, choice=Choice.FOR, actor=arne, at=AUTUMN)


def _through(world: World, title: str, through: int) -> None:
    """Everything put off: the meeting may be closed, is closed, or has its minutes approved."""
    pk = _planned(world, title, "En sak")
    matters = _begin(world, pk)
    _step_aside(world, pk)
    for matter in matters:
        matter_actions.postpone(matter.pk, actor=world.act("arne"), at=AUTUMN)
    if through > 0:
        actions.close_meeting(pk, actor=world.act("arne"), at=AUTUMN)
    if through > 1:
        actions.approve_minutes(pk, actor=world.act("siri"), at=AUTUMN)
