"""The forum's room, and the innstilling that comes of it."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from laget.base.accounts.actor import Actor
from laget.base.questions.actions import NoLongerOpen
from laget.base.questions.answers import NotReady
from laget.base.questions.models import Document
from laget.base.refusals import NotInOrder
from laget.config.sample.year import SampleYear
from laget.config.tests.lives.common import document, returning, round_of, simply
from laget.config.tests.lives.life import Life
from laget.config.tests.lives.matters import MATTER_MOVES, leads, runs
from laget.config.tests.lives.move import Draw, Move, Thing
from laget.effect.reports.review_actions import put_review_on_agenda
from laget.grant.forum import actions
from laget.grant.forum.models import Holder, Matter, Meeting
from laget.grant.forum.queries import decided_lines, put_off_in
from laget.grant.forum.states import MEETING, MeetingState
from laget.grant.innstilling import states as of_innstilling
from laget.grant.innstilling.actions import open_innstilling, return_innstilling, submit_innstilling
from laget.grant.innstilling.models import Innstilling
from laget.grant.tilsagn.actions import prepare_tilsagn
from testing.forum import CALLED, seat_everyone
from testing.people import World

# -- What -----------------------------------------------------------------------------------------------


def _present(life: Life, draw: Draw) -> Collection[int]:
    """Most of them. Siri is always there, since she leads it."""
    holders = list(Holder.objects.filter(seat__forum=life.world.forum).select_related("person").order_by("pk"))
    absent = draw("absent", ["nobody", *(each.person.name for each in holders if each.person.name != "Siri")])
    return [each.pk for each in holders if each.person.name != absent]


def _open(life: Life, thing: Thing, actor: Actor, draw: Draw) -> None:
    siri = life.world.people["siri"].pk
    actions.open_meeting(thing.pk, present=_present(life, draw), chair=siri, actor=actor, at=life.at)


def _attend(life: Life, thing: Thing, actor: Actor, draw: Draw) -> None:
    here, siri = _present(life, draw), life.world.people["siri"].pk
    seen = Meeting.objects.get(pk=thing.pk).revision
    actions.set_attendance(thing.pk, present=here, chair=siri, revision=seen, actor=actor, at=life.at)


def _nothing_put_off(found: Innstilling) -> dict[str, str]:
    """What the forum has put off, and hasn't come back to, gets nothing this year."""
    left = put_off_in(found.round).keys() - decided_lines(found.round).keys()
    nothing = {f"lines.{each}.amount": "0" for each in left}
    return nothing | {f"lines.{each}.reason": "Forumet tar det neste år." for each in left}


@transaction.atomic
def _write_and_submit(life: Life, thing: Thing, actor: Actor, _draw: Draw) -> None:
    found = document(Innstilling, thing)
    if found.writable:
        open_innstilling(found.round, actor=actor, at=life.at)  # takes in what has come
        found = document(Innstilling, thing)
        sample = SampleYear(life.world.county, found.round.year)
        sample.write(found, {**sample._innstilling(found), **_nothing_put_off(found)}, actor, life.at)
    submit_innstilling(found.pk, revision=found.revision, actor=actor, at=life.at)


def _prepare(life: Life, thing: Thing, actor: Actor, _draw: Draw) -> None:
    prepare_tilsagn(document(Innstilling, thing).round, actor=actor, at=life.at)


def _no_innstilling(_life: Life, _thing: Thing) -> bool:
    return not Innstilling.objects.exists()


def _no_meeting_ahead(_life: Life, _thing: Thing) -> bool:
    return not Meeting.objects.exclude(state__in=OVER).exists()


def _now_and_then(life: Life, _thing: Thing) -> bool:
    """One act in three, so that most runs have a meeting."""
    return life.at.minute % 15 == 0


def _no_review_yet(_life: Life, thing: Thing) -> bool:
    return not Matter.objects.filter(meeting=thing.pk, document=None).exists()


def _add_review(life: Life, thing: Thing, actor: Actor, _draw: Draw) -> None:
    """A matter without amounts, which nobody is tied to by a role."""
    put_review_on_agenda(life.world.round, meeting=thing.pk, actor=actor, at=life.at)


def _plan_another(life: Life, thing: Thing, actor: Actor, _draw: Draw) -> None:
    words: dict[str, Any] = {"title": "Et møte til", "begins": life.at, "place": "Steinkjer"}
    actions.plan_meeting(round_of(thing), **words, actor=actor, at=life.at)


def _change(life: Life, thing: Thing, actor: Actor, draw: Draw) -> None:
    revision, place = Meeting.objects.get(pk=thing.pk).revision, draw("place", ("Stjørdal", "Verdal"))
    words: dict[str, Any] = {"title": "Vårmøte", "begins": life.at + timedelta(days=1), "place": place}
    actions.change_meeting(thing.pk, **words, revision=revision, actor=actor, at=life.at)


OVER = (MeetingState.APPROVED, MeetingState.CANCELLED)
MEETING_MOVES = (
    Move("round", "plan", runs, _plan_another, during=frozenset({"open"}), makes="meeting", on=_no_meeting_ahead),
    Move("meeting", "change", runs, _change, MEETING),
    Move("meeting", "list", runs, simply(actions.list_matters), MEETING),
    Move("meeting", "list", runs, _add_review, MEETING, on=_no_review_yet),
    Move(
        "meeting",
        "cancel",
        runs,
        simply(actions.cancel_meeting, reason="Siri er syk."),
        MEETING,
        also={"postpone": 99},  # each matter that is left
        on=_now_and_then,
        weight=6,
    ),
    Move("meeting", "call", runs, simply(actions.call_meeting), MEETING, refusals=(NotInOrder,), weight=8),
    Move("meeting", "open", runs, _open, MEETING, weight=10),
    Move("meeting", "attend", runs, _attend, MEETING, refusals=(NotInOrder,)),
    Move("meeting", "close", runs, simply(actions.close_meeting), MEETING, refusals=(NotInOrder,), weight=3),
    Move("meeting", "approve", leads, simply(actions.approve_minutes), MEETING, weight=3),
)
INNSTILLING_MOVES = (
    Move(
        "round",
        "open",
        runs,
        lambda life, thing, actor, _draw: open_innstilling(round_of(thing), actor=actor, at=life.at),
        during=frozenset({"open"}),
        makes="innstilling",
        also={"save": 1},
        on=_no_innstilling,
    ),
    Move(
        "innstilling",
        "submit",
        leads,
        _write_and_submit,
        of_innstilling.TRANSITIONS,
        also={"save": 2, "open": 1, "consider": 20},
        refusals=(NotReady,),
        out_of_turn=(NoLongerOpen,),
        weight=5,
    ),
    Move(
        "innstilling",
        "return",
        lambda life, _thing: life.officers(),
        returning(return_innstilling),
        of_innstilling.TRANSITIONS,
        out_of_turn=(PermissionDenied,),
        weight=4,
    ),
    Move(
        "innstilling",
        "consider",
        lambda life, _thing: life.officers(),
        _prepare,
        of_innstilling.TRANSITIONS,
        also={"open": 40},
        out_of_turn=(PermissionDenied,),
    ),
)


class RoomLife(Life):
    begins = CALLED + timedelta(days=26)
    lasts = timedelta(days=0)
    moves = (*MEETING_MOVES, *MATTER_MOVES, *INNSTILLING_MOVES)

    @classmethod
    def prepare(cls, world: World) -> None:
        """Both networks have sent, everyone has a seat, and a meeting is planned."""
        seat_everyone(world)
        world.carry("sign")
        _plan(world)
        mine = Document.objects.filter(network__in=[world.parties[name].pk for name in ("Innherred", "Fosen")])
        cls.about = frozenset(map(str, mine.values_list("pk", flat=True)))


def _plan(world: World) -> Meeting:
    begins = RoomLife.begins
    arne = world.act("arne", CALLED)
    found = actions.plan_meeting(world.round, title="Møte", begins=begins, place="Steinkjer", actor=arne, at=CALLED)
    actions.list_matters(found.pk, actor=arne, at=CALLED)
    return found
