"""What waits to be decided in the forum's room, and who is too near it, or only a deputy."""

from typing import Any

from django.urls import reverse

from laget.base.accounts.roles import Role
from laget.config.tests.eyes.scenes import cast
from laget.config.tests.eyes.step import Step
from laget.grant.forum import actions as forum_actions
from laget.grant.forum import matter_actions
from laget.grant.forum.models import Holder, Matter, Meeting
from laget.grant.forum.room import room_of
from laget.rules.deciding import Choice
from testing.forum import MARCH, begin, call, matter_of, seat_everyone, take_up
from testing.people import SINCE, World, _person

WRONG = "siri pernille ulla lars dora rut eva dag ada"  # tied, or no part of those who run the meeting


def before_it_begins(world: World) -> list[Step]:
    """Innherred's matter is on the agenda of a meeting that is called."""
    _called(world)
    page = reverse("matter:withdraw", args=[matter_of(world, "Innherred").pk])
    return [Step("forum.withdraw", page, "arne", WRONG)]


def _called(world: World) -> Meeting:
    """Siri leads the forum and is tied to Innherred; Dora is deputy to Lars."""
    cast(world)
    seat_everyone(world)
    lars = Holder.objects.get(person=world.people["lars"])
    dora = world.people["dora"] = _person("dora", Role.FORUM_MEMBER, world.forum)
    Holder.objects.create(seat=lars.seat, person=dora, party=lars.party, place=1, valid_from=SINCE)
    world.carry("sign")
    return call(world)


def in_the_room(world: World) -> list[Step]:
    """Innherred's matter is open. Siri is tied to it; Lars, whom Dora is deputy to, is there."""
    begin(world, _called(world))
    matter = take_up(world, "Innherred")
    return _of_an_open_matter(world, matter)


def _of_an_open_matter(world: World, matter: Matter) -> list[Step]:
    decided = f"""
        INSERT INTO forum_decision (matter_id, how, content, sha256, at, person_id, role)
        VALUES ('{matter.pk}', 'agreed', '{{}}', 'x', now(), %(who)s, 'x')
    """
    nobody = (f"UPDATE forum_matter SET state = 'decided' WHERE id = '{matter.pk}'",)
    line = matter.lines[0]
    lines = {f"{each['id']}-amount": each["amount"] for each in matter.lines}
    lines |= {f"{line['id']}-amount": 1, f"{line['id']}-reason": "Mindre.", "revision": matter.revision}
    listed = matter_of(world, "Fosen")
    spoken = f"""
        INSERT INTO forum_remark (matter_id, person_id, text, at) VALUES ('{matter.pk}', %(who)s, 'x', now())
    """

    def page(name: str, of: Matter = matter) -> str:
        return reverse(f"matter:{name}", args=[of.pk])

    return [
        Step("forum.agree", page("agree"), "arne", WRONG, {"revision": matter.revision}, sql=decided, never=nobody),
        Step(
            "forum.call_vote",
            page("call_vote"),
            "arne",
            WRONG,
            {"question": "Som foreslått.", "revision": matter.revision},
        ),
        Step("forum.postpone", page("postpone"), "arne", WRONG),
        Step("forum.propose", page("propose"), "arne", WRONG, lines),
        Step("forum.take_up", page("take_up", listed), "arne", "vera lars dora rut eva dag ada", {"chair": ""}),
        Step(
            "forum.remark",
            page("remark"),
            "lars",
            "siri pernille ulla rut eva dag ada",
            {"text": "Mer."},
            sql=spoken,
            by_page_alone="rut eva dag ada",
        ),
    ]


def when_it_votes(world: World) -> list[Step]:
    """Lars votes for the Lærerlag's seat; his deputy doesn't while he is there, and nobody does for another."""
    in_the_room(world)
    matter, arne = matter_of(world, "Innherred"), world.act("arne", MARCH)
    proposal: dict[str, Any] = {"question": "Som foreslått.", "revision": matter.revision}
    ballot = matter_actions.call_vote(matter.pk, **proposal, actor=arne, at=MARCH)
    seats = {name: Holder.objects.get(person=world.people[name]).seat_id for name in ("lars", "siri", "ulla", "arne")}

    def vote(seat: int) -> str:
        return f"""
            INSERT INTO forum_vote (ballot_id, seat_id, person_id, choice, at, recorded_by_id)
            VALUES ({ballot.pk}, {seat}, %(who)s, 'for', now(), %(who)s)
        """

    def step(acts: str, seat: str, right: str, wrong: str) -> Step:
        page = reverse("matter:vote", args=[matter.pk, seats[seat]])
        return Step(acts, page, right, wrong, {"choice": "for", "ballot": ballot.number}, sql=vote(seats[seat]))

    return [
        step("forum.vote", "lars", "lars", "dora mons siri pernille ulla rut eva dag ada"),
        step("", "siri", "vera", "siri mons lars rut"),  # tied: her deputy sits
        step("", "ulla", "uno", "ulla mons lars rut"),
        step("", "arne", "", "arne siri mons rut"),  # a seat without a vote
    ]


def when_it_counts(world: World) -> list[Step]:
    """Everyone has voted. Who is tied doesn't count either."""
    when_it_votes(world)
    matter, arne = matter_of(world, "Innherred"), world.act("arne", MARCH)
    for sitting in room_of(matter, day=MARCH.date()).voting:
        vote: dict[str, Any] = {"seat": sitting.seat.pk, "ballot": 1, "choice": Choice.FOR}
        matter_actions.cast_vote(matter.pk, **vote, actor=arne, at=MARCH)
    page = reverse("matter:close_vote", args=[matter.pk])
    nobody = (f"UPDATE forum_matter SET state = 'decided' WHERE id = '{matter.pk}'",)
    return [Step("forum.adopt forum.reject", page, "arne", WRONG, never=nobody)]


def when_it_is_over(world: World) -> list[Step]:
    """The minutes are the leader's to approve."""
    when_it_counts(world)
    arne = world.act("arne", MARCH)
    matter_actions.close_vote(matter_of(world, "Innherred").pk, actor=arne, at=MARCH)
    fosen = matter_of(world, "Fosen")
    matter_actions.postpone(fosen.pk, actor=arne, at=MARCH)
    forum_actions.close_meeting(fosen.meeting_id, actor=arne, at=MARCH)
    approved = f"""
        INSERT INTO forum_minutes (meeting_id, content, sha256, at, person_id, role)
        VALUES ('{fosen.meeting_id}', '{{}}', 'x', now(), %(who)s, 'x')
    """
    page = reverse("forum:approve", args=[fosen.meeting_id])
    nobody = (f"UPDATE forum_meeting SET state = 'approved' WHERE id = '{fosen.meeting_id}'",)
    wrong = "arne mons dora lars rut eva dag ada"
    return [Step("forum.approve", page, "siri", wrong, sql=approved, never=nobody)]
