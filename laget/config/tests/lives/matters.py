"""What happens to one matter in the forum's room: said, proposed, voted on, decided; by those who are free in it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import Membership, Ownership
from laget.base.questions.answers import NotReady
from laget.base.refusals import NotInOrder
from laget.config.tests.lives.common import simply
from laget.config.tests.lives.life import Life
from laget.config.tests.lives.move import Draw, Move, Thing
from laget.grant.forum import matter_actions
from laget.grant.forum.models import Holder, Matter, Recusal
from laget.grant.forum.room import Sitting, room_of
from laget.grant.forum.states import BEFORE_IT_BEGINS, MATTER, SETTLED, MatterState, MeetingState
from laget.rules.deciding import Choice

RUNNING = (Role.FORUM_SECRETARY, Role.FORUM_LEADER)


# -- Who ------------------------------------------------------------------------------------------------


def runs(life: Life, _thing: Thing) -> frozenset[str]:
    return life.holders(*RUNNING, at=life.world.forum.pk)


def leads(life: Life, _thing: Thing) -> frozenset[str]:
    return life.holders(Role.FORUM_LEADER, at=life.world.forum.pk)


def tied(life: Life, matter: Matter) -> frozenset[str]:
    """Everyone with a role, or a seat, at a party that the matter is about; and who has stepped aside."""
    key = matter.document_id, matter.version_id
    if key not in life.kept:
        parties = _about(matter)
        by_role = {name for role in Role for party in parties for name in life.holders(role, at=party)}
        sits = Holder.objects.filter(party__in=parties).values_list("person", flat=True)
        life.kept[key] = frozenset(by_role) | _names(life, sits)
    aside = Recusal.objects.standing().filter(matter=matter.pk)
    return life.kept[key] | _names(life, aside.values_list("person", flat=True))


def _names(life: Life, people: Iterable[UUID]) -> frozenset[str]:
    found = set(people)
    return frozenset(name for name, each in life.world.people.items() if each.pk in found)


def _about(matter: Matter) -> set[UUID]:
    """The network, its owners and their virksomheter, and those who would get the money."""
    if matter.document is None:
        return set()
    network = matter.document.network_id
    owners = set(Membership.objects.filter(network=network).values_list("owner", flat=True))
    units = set(Ownership.objects.filter(owner__in=owners).values_list("organisation", flat=True))
    return {UUID(str(network)), *owners, *units, *(UUID(line["recipient"]) for line in matter.lines)}


def _matter(thing: Thing) -> Matter:
    return Matter.objects.select_related("meeting", "document").get(pk=thing.pk)


def _run_it(life: Life, thing: Thing) -> frozenset[str]:
    """Those who run the meeting, and are free in the matter."""
    return runs(life, thing) - tied(life, _matter(thing))


def _speak(life: Life, thing: Thing) -> frozenset[str]:
    matter = _matter(thing)
    return _in_the_room(life, matter) - tied(life, matter)


def _in_the_room(life: Life, matter: Matter) -> frozenset[str]:
    """Everyone, once the meeting is called; before that, those who plan it."""
    roles = RUNNING if matter.meeting.state == MeetingState.PLANNED else (*RUNNING, Role.FORUM_MEMBER)
    return life.holders(*roles, at=life.world.forum.pk)


def _next_to_vote(life: Life, matter: Matter) -> Sitting | None:
    """The first seat that has not voted; when all have, the first, which is refused."""
    ballot = matter.ballots.filter(closed_at=None).first()
    voted = set(ballot.votes.values_list("seat", flat=True)) if ballot else set()
    sittings = sorted(room_of(matter, day=life.at.date()).voting, key=lambda each: each.seat.pk)
    return next((each for each in sittings if each.seat.pk not in voted), sittings[0] if sittings else None)


def _voters(life: Life, thing: Thing) -> frozenset[str]:
    """Whoever sits in the seat; and those who run the meeting, who write down a vote given aloud."""
    sitting = _next_to_vote(life, _matter(thing))
    return _run_it(life, thing) | _names(life, [sitting.holder.person_id] if sitting and sitting.holder else [])


def _in_the_meeting(_life: Life, thing: Thing) -> bool:
    return thing.more == MeetingState.OPEN


def _nobody_has_voted(_life: Life, thing: Thing) -> bool:
    return not _matter(thing).ballots.filter(closed_at=None, votes__isnull=False).exists()


def _before_the_meeting(_life: Life, thing: Thing) -> bool:
    """Every other, so that something is left."""
    return int(thing.label) % 2 == 1 and thing.more in BEFORE_IT_BEGINS


def _to_postpone(life: Life, thing: Thing) -> bool:
    """One that has been taken up, or every other: so that not all are postponed before anything is said."""
    return _in_the_meeting(life, thing) and (thing.state != MatterState.LISTED or int(thing.label) % 2 == 1)


def _few_are_aside(_life: Life, thing: Thing) -> bool:
    """So that most matters may still be decided."""
    return not Recusal.objects.standing().filter(matter=thing.pk, ground__in=("declared", "judged")).exists()


def _declared(life: Life, thing: Thing) -> frozenset[str]:
    """Those who have stepped aside by themselves, and see the meeting."""
    matter = _matter(thing)
    own = Recusal.objects.standing().filter(matter=thing.pk, ground="declared")
    return _names(life, own.values_list("person", flat=True)) & _in_the_room(life, matter)


def _someone_declared(_life: Life, thing: Thing) -> bool:
    return Recusal.objects.standing().filter(matter=thing.pk, ground="declared").exists()


# -- What -----------------------------------------------------------------------------------------------


def _propose(life: Life, thing: Thing, actor: Actor, draw: Draw) -> None:
    matter = _matter(thing)
    if not matter.lines:
        words: dict[str, Any] = {"text": "Forumet har drøftet det.", "revision": matter.revision}
        matter_actions.propose_conclusion(matter.pk, **words, actor=actor, at=life.at)
        return
    chosen = draw("line", matter.lines)
    share = draw("of ten", range(12))
    lines = {chosen["id"]: (chosen["applied"] * share // 10, "Reisene kan bli færre.")}
    matter_actions.propose(matter.pk, lines=lines, revision=matter.revision, actor=actor, at=life.at)


def _take_up(life: Life, thing: Thing, actor: Actor, draw: Draw) -> None:
    sitting = [each.holder.person for each in room_of(_matter(thing), day=life.at.date()).sittings if each.holder]
    chair = draw("chair", [None, *sorted(sitting, key=str)])
    matter_actions.take_up(thing.pk, chair=chair.pk if chair else None, actor=actor, at=life.at)


def _agree(life: Life, thing: Thing, actor: Actor, _draw: Draw) -> None:
    matter_actions.agree(thing.pk, revision=_matter(thing).revision, actor=actor, at=life.at)


def _call_vote(life: Life, thing: Thing, actor: Actor, _draw: Draw) -> None:
    proposal: dict[str, Any] = {"question": "Som foreslått.", "revision": _matter(thing).revision}
    matter_actions.call_vote(thing.pk, **proposal, actor=actor, at=life.at)


def _vote(life: Life, thing: Thing, actor: Actor, draw: Draw) -> None:
    sitting = _next_to_vote(life, _matter(thing))
    choice = draw("choice", (Choice.AGAINST, Choice.FOR, Choice.ABSTAINS))
    seat = sitting.seat.pk if sitting else 0
    ballot = _matter(thing).ballots.count()
    matter_actions.cast_vote(thing.pk, seat=seat, ballot=ballot, choice=choice, actor=actor, at=life.at)


def _recuse(life: Life, thing: Thing, actor: Actor, draw: Draw) -> None:
    holders = Holder.objects.filter(seat__forum=life.world.forum).select_related("person", "seat").order_by("pk")
    holder = draw("whom", list(holders))
    matter_actions.recuse(thing.pk, holder=holder, reason="Svoger.", actor=actor, at=life.at)


OF_MATTERS = frozenset(MatterState) - SETTLED
MATTER_MOVES = (
    Move(
        "matter",
        "propose",
        _run_it,
        _propose,
        MATTER,
        refusals=(NotReady,),
        out_of_turn=(PermissionDenied,),
        on=lambda _life, thing: not _matter(thing).of_ranking,
        weight=2,
    ),
    Move("matter", "take_up", _run_it, _take_up, MATTER, refusals=(NotInOrder,), on=_in_the_meeting, weight=8),
    Move(
        "matter",
        "agree",
        _run_it,
        _agree,
        MATTER,
        refusals=(NotInOrder,),
        on=_in_the_meeting,
        weight=2,
    ),
    Move(
        "matter",
        "call_vote",
        _run_it,
        _call_vote,
        MATTER,
        refusals=(NotInOrder,),
        on=_in_the_meeting,
        weight=5,
    ),
    Move(
        "matter",
        "take_back",
        _run_it,
        simply(matter_actions.take_back_vote),
        MATTER,
        on=_nobody_has_voted,
        weight=3,
    ),
    Move(
        "matter",
        "vote",
        _voters,
        _vote,
        MATTER,
        refusals=(NotInOrder,),
        out_of_turn=(PermissionDenied,),
        on=_in_the_meeting,
        weight=14,
    ),
    Move(
        "matter",
        "adopt",
        _run_it,
        simply(matter_actions.close_vote),
        MATTER,
        leads_to=("reject",),
        refusals=(NotInOrder,),
        on=_in_the_meeting,
        weight=6,
    ),
    Move("matter", "withdraw", _run_it, simply(matter_actions.withdraw), MATTER, on=_before_the_meeting),
    Move("matter", "postpone", _run_it, simply(matter_actions.postpone), MATTER, on=_to_postpone, weight=2),
    Move("matter", "remark", _speak, simply(matter_actions.remark, text="Godt tenkt."), during=OF_MATTERS),
    Move(
        "matter",
        "declare",
        _speak,
        simply(matter_actions.declare, reason="Søsteren min."),
        during=OF_MATTERS,
        refusals=(NotInOrder,),
        on=_few_are_aside,
    ),
    Move(
        "matter",
        "lift",
        _declared,
        simply(matter_actions.lift, reason="Hun har sluttet."),
        during=frozenset({MatterState.LISTED}),
        out_of_turn=(PermissionDenied,),
        on=_someone_declared,
    ),
    Move("matter", "recuse", _run_it, _recuse, during=OF_MATTERS, refusals=(NotInOrder,), on=_few_are_aside),
)
