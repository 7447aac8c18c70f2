"""What is done in one matter: stepping aside, speaking, proposing, and deciding by agreement or by vote."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from laget.base.accounts.actor import Actor
from laget.base.questions.actions import content_hash, latest_versions
from laget.base.questions.answers import NotReady
from laget.base.refusals import NotInOrder
from laget.grant.forum.lines import what_is_wrong_with
from laget.grant.forum.minutes import decision_content
from laget.grant.forum.models import Ballot, Decision, Holder, Matter, Recusal, Remark, Vote
from laget.grant.forum.permissions import in_time, may_lift, may_speak, runs
from laget.grant.forum.queries import FALLEN, has_fallen, matters_visible_to, own_declarations
from laget.grant.forum.records import record_matter, write_down_ties
from laget.grant.forum.room import Room, room_of
from laget.grant.forum.states import MATTER, MatterAct, MatterState
from laget.rules.deciding import Choice, Tally, count
from laget.rules.habilitet import Ground
from laget.rules.transitions import TransitionNotAllowed, state_after

# -- Stepping aside, and speaking ----------------------------------------------------------------------


@transaction.atomic
def declare(pk: UUID, *, reason: str, actor: Actor, at: datetime) -> None:
    """Step aside: from now on the person neither sees the matter nor takes part in it. See `lift`."""
    matter = _to_speak_in(pk, actor=actor)
    _recuse(matter, actor.person.pk, Ground.DECLARED, reason, actor=actor, at=at)
    record_matter(matter, MatterAct.DECLARE, actor=actor, at=at, before=matter.state)


@transaction.atomic
def lift(pk: UUID, *, reason: str, actor: Actor, at: datetime) -> None:
    """Take back what one has declared of oneself, before the matter is taken up. The minutes say so."""
    matter = Matter.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    found = own_declarations(actor).select_for_update(of=("self",)).filter(matter=pk).first()
    if matter is None or found is None:
        raise PermissionDenied
    if not may_lift(matter):
        raise TransitionNotAllowed(matter.state, MatterAct.LIFT)
    found.lifted_at, found.lifted_because = at, reason
    found.save(update_fields=["lifted_at", "lifted_because"])
    record_matter(matter, MatterAct.LIFT, actor=actor, at=at, before=matter.state)


@transaction.atomic
def recuse(pk: UUID, *, holder: Holder, reason: str, actor: Actor, at: datetime) -> None:
    """Write down that the forum has found someone too near the matter."""
    matter = _to_speak_in(pk, actor=actor)
    if not runs(actor, matter.meeting.forum_id) or holder.seat.forum_id != matter.meeting.forum_id:
        raise PermissionDenied
    _recuse(matter, holder.person_id, Ground.JUDGED, reason, actor=actor, at=at)
    record_matter(matter, MatterAct.RECUSE, actor=actor, at=at, before=matter.state, person=str(holder.person_id))


@transaction.atomic
def remark(pk: UUID, *, text: str, actor: Actor, at: datetime) -> Remark:
    """Say something on a matter to those who take part in it."""
    matter = _to_speak_in(pk, actor=actor)
    said = Remark.objects.create(matter=matter, person=actor.person, text=text, at=at)
    record_matter(matter, MatterAct.REMARK, actor=actor, at=at, before=matter.state, remark=said.pk)
    return said


@transaction.atomic
def propose(pk: UUID, *, lines: Mapping[str, tuple[int, str]], revision: int, actor: Actor, at: datetime) -> None:
    """Change the proposal on the table: {id: (kroner, reason)}.

    Raises NotReady, and NotInOrder when another has changed it since the page was opened.
    """
    matter = _to_propose_in(pk, revision=revision, actor=actor)
    if matter.of_ranking:
        raise PermissionDenied
    changed = [
        {**line, "amount": lines[line["id"]][0], "reason": lines[line["id"]][1]} if line["id"] in lines else line
        for line in matter.lines
    ]
    if found := what_is_wrong_with(changed):
        raise NotReady(found)
    matter.lines, matter.revision = changed, matter.revision + 1
    matter.save(update_fields=["lines", "revision"])
    amounts = {line["id"]: line["amount"] for line in changed}
    record_matter(matter, MatterAct.PROPOSE, actor=actor, at=at, before=matter.state, amounts=amounts)


@transaction.atomic
def propose_conclusion(pk: UUID, *, text: str, revision: int, actor: Actor, at: datetime) -> None:
    """Change what the forum would come to, in a matter without amounts. Raises NotInOrder as `propose` does."""
    matter = _to_propose_in(pk, revision=revision, actor=actor)
    if matter.lines or matter.of_ranking:
        raise PermissionDenied
    matter.conclusion, matter.revision = text, matter.revision + 1
    matter.save(update_fields=["conclusion", "revision"])
    record_matter(matter, MatterAct.PROPOSE, actor=actor, at=at, before=matter.state, revision=matter.revision)


# -- Deciding -------------------------------------------------------------------------------------------


@transaction.atomic
def take_up(pk: UUID, *, chair: UUID | None = None, actor: Actor, at: datetime) -> None:
    """Begin on a matter, with those who are there and free. Others step aside, and it is written down.

    The one who leads the meeting leads the matter; when they are tied, `chair` does, one of those who sit in it.
    Raises NotInOrder when too few are left, or the papers have changed.
    """
    matter = _to_run(pk, actor=actor, act=MatterAct.TAKE_UP)
    _refuse_old_papers(matter)
    write_down_ties(matter, at=at)
    room = _enough(matter, at=at)
    leader = matter.meeting.chair_id if room.sits(matter.meeting.chair_id) else chair
    if not room.sits(leader):
        raise NotInOrder(_("Den som leder møtet, er inhabil i denne saken. Velg hvem som leder den."))
    matter.chair_id = leader
    before = _move(matter, MatterAct.TAKE_UP, "chair")
    record_matter(matter, MatterAct.TAKE_UP, actor=actor, at=at, before=before, chair=str(leader))


@transaction.atomic
def agree(pk: UUID, *, revision: int, actor: Actor, at: datetime) -> Decision:
    """Write down that those who sit in the matter agree on the proposal on the table. `revision` is the page's.

    Raises NotInOrder when there is no proposal, another one than the page had, or one that was voted down.
    """
    matter = _on_the_table(pk, MatterAct.AGREE, revision=revision, actor=actor)
    if has_fallen(matter):
        raise NotInOrder(str(FALLEN))
    room = _enough(matter, at=at)
    before = _move(matter, MatterAct.AGREE)
    decision = _decide(matter, Decision.How.AGREED, room, actor=actor, at=at)
    record_matter(matter, MatterAct.AGREE, actor=actor, at=at, before=before, sha256=decision.sha256)
    return decision


@transaction.atomic
def call_vote(pk: UUID, *, question: str, revision: int, actor: Actor, at: datetime) -> Ballot:
    """Put the proposal to the vote. From now on it stands as it is. Raises NotInOrder as `agree` does."""
    matter = _on_the_table(pk, MatterAct.CALL_VOTE, revision=revision, actor=actor)
    _enough(matter, at=at)
    before = _move(matter, MatterAct.CALL_VOTE)
    ballot = Ballot.objects.create(
        matter=matter,
        number=matter.ballots.count() + 1,
        question=question,
        lines=matter.lines,
        conclusion=matter.conclusion,
        revision=matter.revision,
        chair=matter.chair,
        opened_at=at,
    )
    record_matter(matter, MatterAct.CALL_VOTE, actor=actor, at=at, before=before, ballot=ballot.number)
    return ballot


@transaction.atomic
def take_back_vote(pk: UUID, *, actor: Actor, at: datetime) -> None:
    """End a ballot that nobody has voted in, since it was begun by mistake. It is counted nowhere, nor minuted.

    Raises NotInOrder once someone has voted: then it is gone through.
    """
    matter = _to_run(pk, actor=actor, act=MatterAct.TAKE_BACK)
    ballot = matter.ballots.get(closed_at=None)
    if ballot.votes.exists():
        raise NotInOrder(_("Noen har stemt. Da må voteringen gjennomføres."))
    ballot.closed_at = at
    ballot.save(update_fields=["closed_at"])
    before = _move(matter, MatterAct.TAKE_BACK)
    record_matter(matter, MatterAct.TAKE_BACK, actor=actor, at=at, before=before, ballot=ballot.number)


@transaction.atomic
def cast_vote(pk: UUID, *, seat: int, ballot: int, choice: Choice, actor: Actor, at: datetime) -> Vote:
    """Vote for the seat one sits in; or, for those who run the meeting, write down a vote given aloud. Once for each.

    `ballot` is the number of the one on the page. Raises NotInOrder when it is over, or the seat has voted.
    """
    matter = _locked(pk, actor=actor)
    sitting = room_of(matter, day=at.date()).sitting_in(seat)
    person = sitting.holder if sitting else None
    if person is None or not (person.person_id == actor.person.pk or runs(actor, matter.meeting.forum_id)):
        raise PermissionDenied
    _refuse_unless_in_meeting(matter, MatterAct.VOTE)
    now = matter.ballots.get(closed_at=None)
    if now.number != ballot:
        raise NotInOrder(_("Forumet stemmer på nytt. Se hva det stemmes over nå, og stem."))
    if now.votes.filter(seat=seat).exists():
        raise NotInOrder(_("%(name)s har stemt. En stemme kan ikke endres.") % {"name": person.person})
    vote = Vote.objects.create(
        ballot=now, seat_id=seat, person_id=person.person_id, choice=choice, at=at, recorded_by=actor.person
    )
    record_matter(matter, MatterAct.VOTE, actor=actor, at=at, before=matter.state, ballot=ballot, seat=seat)
    return vote


@transaction.atomic
def close_vote(pk: UUID, *, actor: Actor, at: datetime) -> Tally:
    """Count. With a majority the matter is decided; without, it is open again for another proposal.

    Raises NotInOrder until everyone who sits in it has voted, or abstained.
    """
    matter = _to_run(pk, actor=actor, act=MatterAct.ADOPT)
    ballot, room = matter.ballots.get(closed_at=None), _enough(matter, at=at)
    votes = {vote.person_id: Choice(vote.choice) for vote in ballot.votes.all()}
    left = [each.holder.person.name for each in room.voting if each.holder and each.holder.person_id not in votes]
    if left:
        raise NotInOrder(_("Disse har ikke stemt: %(names)s.") % {"names": ", ".join(left)})
    rules = matter.meeting.rules
    tally = count(votes, chair=ballot.chair_id, majority=rules.majority, casting=rules.casting_vote)
    ballot.closed_at, ballot.tally = at, asdict(tally)
    ballot.save(update_fields=["closed_at", "tally"])
    act = MatterAct.ADOPT if tally.adopted else MatterAct.REJECT
    before = _move(matter, act)
    if tally.adopted:
        _decide(matter, Decision.How.VOTED, room, ballot=ballot, actor=actor, at=at)
    record_matter(matter, act, actor=actor, at=at, before=before, ballot=ballot.number, **asdict(tally))
    return tally


@transaction.atomic
def postpone(pk: UUID, *, actor: Actor, at: datetime) -> None:
    """Leave it for another meeting, where it can be put on the agenda anew."""
    matter = _to_run(pk, actor=actor, act=MatterAct.POSTPONE)
    before = _move(matter, MatterAct.POSTPONE)
    record_matter(matter, MatterAct.POSTPONE, actor=actor, at=at, before=before)


@transaction.atomic
def withdraw(pk: UUID, *, actor: Actor, at: datetime) -> None:
    """Take it off the agenda before the meeting begins. It may be put on another."""
    matter = _to_run(pk, actor=actor, act=MatterAct.WITHDRAW)
    before = _move(matter, MatterAct.WITHDRAW)
    record_matter(matter, MatterAct.WITHDRAW, actor=actor, at=at, before=before)


# -- Parts of them --------------------------------------------------------------------------------------


def _locked(pk: UUID, *, actor: Actor) -> Matter:
    """A matter that this person is free to take part in. Raises PermissionDenied for everyone else."""
    matter = matters_visible_to(actor).select_for_update(of=("self",)).filter(pk=pk).first()
    if matter is None:
        raise PermissionDenied
    return matter


def _to_speak_in(pk: UUID, *, actor: Actor) -> Matter:
    matter = _locked(pk, actor=actor)
    if not may_speak(matter):
        raise TransitionNotAllowed(matter.state, MatterAct.REMARK)
    return matter


def _to_run(pk: UUID, *, actor: Actor, act: MatterAct) -> Matter:
    matter = _locked(pk, actor=actor)
    if not runs(actor, matter.meeting.forum_id):
        raise PermissionDenied
    _refuse_unless_in_meeting(matter, act)
    return matter


def _to_propose_in(pk: UUID, *, revision: int, actor: Actor) -> Matter:
    """Raises NotInOrder when another has changed the proposal since the page was opened."""
    matter = _to_run(pk, actor=actor, act=MatterAct.PROPOSE)
    if revision != matter.revision:
        raise NotInOrder(
            _("Noen andre har endret forslaget. Se på det slik det er nå, og skriv inn endringen din igjen.")
        )
    return matter


def _on_the_table(pk: UUID, act: MatterAct, *, revision: int, actor: Actor) -> Matter:
    """A matter whose proposal is as the page had it. Raises NotInOrder."""
    matter = _to_run(pk, actor=actor, act=act)
    if not matter.lines and not matter.conclusion:
        raise NotInOrder(_("Det er ikke noe forslag ennå. Skriv hva forumet kommer til, først."))
    if revision != matter.revision:
        raise NotInOrder(_("Forslaget er endret siden du åpnet siden. Se på det slik det er nå."))
    return matter


def _refuse_unless_in_meeting(matter: Matter, act: MatterAct) -> None:
    """What can be done beforehand, can; everything else happens while the meeting is on."""
    state_after(MATTER, MatterState(matter.state), act)
    if not in_time(matter, act):
        raise TransitionNotAllowed(matter.meeting.state, act)


def _move(matter: Matter, act: MatterAct, *fields: str) -> str:
    before = MatterState(matter.state)
    matter.state = state_after(MATTER, before, act)
    matter.save(update_fields=["state", *fields])
    return before


def _recuse(matter: Matter, person: UUID, ground: Ground, reason: str, *, actor: Actor, at: datetime) -> None:
    if matter.state == MatterState.VOTING:
        raise NotInOrder(_("Forumet stemmer nå. Avslutt voteringen først."))
    if matter.recusals.standing().filter(person=person).exists():
        raise NotInOrder(_("Det er allerede ført inn."))
    Recusal.objects.create(
        matter=matter, person_id=person, ground=ground, reason=reason, at=at, recorded_by=actor.person
    )


def _refuse_old_papers(matter: Matter) -> None:
    if matter.document_id and latest_versions([matter.document_id])[0].pk != matter.version_id:
        raise NotInOrder(_("Beslutningsgrunnlaget er sendt på nytt. Utsett saken, og ta den på neste møte."))


def _enough(matter: Matter, *, at: datetime) -> Room:
    room = room_of(matter, day=at.date())
    if not room.enough:
        words = {"here": len(room.voting), "needed": room.needed}
        raise NotInOrder(
            _("Forumet er ikke vedtaksført i saken: %(here)d stemmeberettigede er med, og det trengs %(needed)d.")
            % words
        )
    return room


def _decide(
    matter: Matter, how: str, room: Room, *, ballot: Ballot | None = None, actor: Actor, at: datetime
) -> Decision:
    content: dict[str, Any] = decision_content(matter, how, room, ballot)
    by = actor.by(matter.meeting.forum_id)
    return Decision.objects.create(
        matter=matter, how=how, content=content, sha256=content_hash(content), at=at, person=actor.person, role=by.role
    )
