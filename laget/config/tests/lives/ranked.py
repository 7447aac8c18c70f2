"""Where applications compete: taken in, scored, ranked, and decided on as a matter in the forum."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.questions import actions as questions
from laget.base.questions.answers import NotReady
from laget.base.refusals import NotInOrder
from laget.config.tests.lives.common import at_the, document, returning, round_of
from laget.config.tests.lives.life import Life
from laget.config.tests.lives.matters import MATTER_MOVES, runs
from laget.config.tests.lives.move import Draw, Move, Thing
from laget.config.tests.lives.room import MEETING_MOVES
from laget.grant.forum.models import Meeting
from laget.grant.ranking import actions, board_actions, score_actions
from laget.grant.ranking.models import Application, Ranking
from laget.need.behovsmelding import states as of_behovsmelding
from laget.need.behovsmelding.actions import return_behovsmelding, submit_behovsmelding
from laget.need.behovsmelding.models import Behovsmelding
from testing.people import World
from testing.ranking import JANUARY, WHY, adopt_money, everyone_applies, planned_meeting

MEMBERS = ("berit", "jon", "odd")
TIED = {"Åpne dører": {"berit"}, "Språk i leken": {"odd"}, "Ute hele året": {"odd"}}  # they sit for who applies


@transaction.atomic
def _take_in(life: Life, thing: Thing, actor: Actor, _draw: Draw) -> None:
    """And give them to the group."""
    round = round_of(thing)
    actions.take_in(round, actor=actor, at=life.at)
    actions.assign(round.working_groups.get(), network=None, actor=actor, at=life.at)


def _scorers(_life: Life, thing: Thing) -> frozenset[str]:
    return frozenset(MEMBERS) - TIED.get(Application.objects.get(pk=thing.id).tiltak.title, set())


def _score(life: Life, thing: Thing, actor: Actor, draw: Draw) -> None:
    application = Application.objects.select_related("round__rule_set__stored").get(pk=thing.id)
    points = draw("points", range(6))
    given = {each.key: (points, "Fordi.") for each in application.round.file.ranking.criteria}
    score_actions.give_points(application.pk, given=given, actor=actor, at=life.at)


def _move(life: Life, thing: Thing, actor: Actor, draw: Draw) -> None:
    ranking = Ranking.objects.get(pk=thing.id)
    number, to = draw("from", range(1, 7)), draw("to", range(1, 7))
    if number == to:
        to = number % 5 + 1
    words: dict[str, Any] = {"revision": ranking.revision, "reason": draw("reason", ("", WHY))}
    board_actions.move(ranking.pk, number=number, to=to, **words, actor=actor, at=life.at)


def _put_on_agenda(life: Life, thing: Thing, actor: Actor, _draw: Draw) -> None:
    meeting = Meeting.objects.order_by("state_since", "begins").last()
    assert meeting
    board_actions.put_on_agenda(thing.pk, meeting=meeting.pk, actor=actor, at=life.at)


@transaction.atomic
def _send_anew(life: Life, thing: Thing, actor: Actor, _draw: Draw) -> None:
    found = document(Behovsmelding, thing)
    if found.writable:
        answers = {"need": f"Språk, skrevet {life.at:%H:%M}."}
        found = questions.save_answers(found.pk, answers=answers, revision=found.revision, actor=actor, at=life.at)
    submit_behovsmelding(found.pk, revision=found.revision, actor=actor, at=life.at)


OPEN, TAKEN, BEGUN = frozenset({"open"}), frozenset({"taken in"}), frozenset({"begun"})
RANKED_MOVES = (
    Move(
        "behovsmelding",
        "submit",
        at_the("subject", Behovsmelding, Role.OWNER),
        _send_anew,
        of_behovsmelding.TRANSITIONS,
        also={"save": 1},
        refusals=(NotReady,),
        weight=2,
    ),
    Move(
        "behovsmelding",
        "return",
        at_the("network", Behovsmelding, Role.COORDINATOR),
        returning(return_behovsmelding),
        of_behovsmelding.TRANSITIONS,
        out_of_turn=(PermissionDenied,),
    ),
    Move("round", "take_in", runs, _take_in, during=OPEN, also={"consider": 9, "assign": 1}, refusals=(NotInOrder,)),
    Move("application", "score", _scorers, _score, during=TAKEN, refusals=(NotInOrder, NotReady), weight=3),
    Move(
        "round",
        "begin",
        runs,
        lambda life, thing, actor, _draw: board_actions.begin_ranking(round_of(thing), actor=actor, at=life.at),
        during=OPEN,
        makes="ranking",
        refusals=(NotInOrder,),
    ),
    Move("ranking", "move", runs, _move, during=BEGUN, refusals=(NotInOrder, board_actions.NeedsReason), weight=3),
    Move("ranking", "put_on_agenda", runs, _put_on_agenda, during=BEGUN, refusals=(NotInOrder,), weight=2),
    *(each for each in MEETING_MOVES if each.act != "list"),
    *(each for each in MATTER_MOVES if each.act != "propose"),
)


class RankedLife(Life):
    begins = JANUARY + timedelta(days=60)
    lasts = timedelta(days=0)
    moves = RANKED_MOVES

    @classmethod
    def prepare(cls, world: World) -> None:
        """Everyone has applied, there is money, and one group for all that will be taken in."""
        everyone_applies(world)
        adopt_money(world)
        planned_meeting(world)
        arne = world.act("arne", JANUARY)
        group = actions.make_group(world.round, name="Barnehage", actor=arne, at=JANUARY)
        for name in MEMBERS:
            actions.appoint(group, person=world.people[name], actor=arne, at=JANUARY)
