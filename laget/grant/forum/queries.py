"""What may be seen in the forum's room, and what it has decided."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy, override

from laget.base.accounts.actor import Actor
from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.actors.models import Forum, Seat
from laget.base.cycle.models import Round
from laget.base.cycle.sentences import Sentence
from laget.base.prepared import Prepared, Slot, among
from laget.grant.forum.models import Concerned, Decision, Holder, Matter, Meeting, Minutes, Recusal
from laget.grant.forum.roles import IN_THE_ROOM, RUNNING
from laget.grant.forum.states import GROUNDS, SETTLED, MatterState, MeetingState
from laget.rules.habilitet import Ground, Tie, ties


def forums_of(actor: Actor, *roles: Role) -> list[UUID]:
    """Those that the person has a role in, of the roles named or any."""
    return actor.where(*(roles or IN_THE_ROOM))


def visible_to(actor: Actor) -> QuerySet[Meeting]:
    """The meetings of the forums this person has a role in. While one is planned, it is for those who plan it."""
    called = Q(forum__in=forums_of(actor)) & ~Q(state=MeetingState.PLANNED)
    found = Meeting.objects.filter(called | Q(forum__in=forums_of(actor, *RUNNING)))
    return found.select_related("forum", "county", "round__rule_set", "chair")


def matters_visible_to(actor: Actor) -> QuerySet[Matter]:
    """The matters of those meetings that this person is free to take part in. One who is tied can't hold the matter."""
    aside = Recusal.objects.standing().filter(person=actor.person)
    free = ~Q(concerns__party__in=stands_at(actor)) & ~Q(pk__in=aside.values("matter"))
    found = Matter.objects.filter(free, meeting__in=visible_to(actor).values("pk"))
    return found.select_related(
        "meeting__round__rule_set", "meeting__forum", "meeting__county", "meeting__chair", "chair"
    )


def own_declarations(actor: Actor) -> QuerySet[Recusal]:
    """Where this person has stepped aside by themselves, in the meetings that they see."""
    own = Recusal.objects.standing().filter(person=actor.person, ground=Ground.DECLARED)
    seen = own.filter(matter__meeting__in=visible_to(actor).values("pk"))
    return seen.select_related("matter__meeting__round", "matter__meeting__forum", "matter__meeting__county")


def concluded_on(actor: Actor, papers: str, *, county: UUID) -> list[Matter]:
    """The matters about a page, newest first: for those who take part in them, and, once the minutes are approved, for
    everyone who follows every case of the county.
    """
    about = Matter.objects.filter(papers=papers).exclude(papers="")
    free = Q(pk__in=matters_visible_to(actor).filter(papers=papers).values("pk"))
    approved = Q(meeting__minutes__isnull=False, meeting__county__in=actor.county_wide & {county})
    found = about.filter(free | approved).select_related("meeting__round", "meeting__minutes", "decision")
    return list(found.order_by("-meeting__begins", "-number"))


def minutes_visible_to(actor: Actor) -> QuerySet[Minutes]:
    """Once approved, for everyone who follows every case of the county: the forum and Statsforvalteren."""
    return Minutes.objects.filter(meeting__county__in=actor.county_wide).select_related("meeting__round", "person")


def seats_visible_to(actor: Actor) -> QuerySet[Forum]:
    """The forums whose seats this person may look at: everyone in the county may know who sits there."""
    return Forum.objects.filter(county__in=actor.counties).select_related("county")


def stands_at(actor: Actor) -> set[UUID]:
    """The parties they hold a role at today, and those they sit in a forum for."""
    sits_for = Holder.objects.at(actor.day).filter(person=actor.person).values_list("party", flat=True)
    return {*actor.parties, *sits_for}


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """A matter on the agenda, and for someone who is tied to it: why they step aside."""

    matter: Matter
    why: str  # empty for those who are free
    is_own: bool = False  # they have said so themselves
    steps_in_for: str = ""  # for a deputy: the name of the member who is tied


def agenda_of(actor: Actor, meeting: Meeting) -> list[AgendaLine]:
    """Everything on the agenda. Someone who is tied learns that a matter is there, and no more of it; a deputy learns
    where they step in.
    """
    free = set(matters_visible_to(actor).filter(meeting=meeting).values_list("pk", flat=True))
    own = set(own_declarations(actor).filter(matter__meeting=meeting).values_list("matter", flat=True))
    called_on = _called_on(actor, meeting)
    return [
        AgendaLine(
            matter,
            "" if matter.pk in free else _why(actor, matter),
            matter.pk in own,
            called_on.get(matter.pk, "") if matter.pk in free else "",
        )
        for matter in meeting.matters.select_related("meeting__round__rule_set").order_by("number")
    ]


def _called_on(actor: Actor, meeting: Meeting) -> dict[UUID, str]:
    """The matters that this person steps into as a deputy, since all before them in the seat are tied. Two queries."""
    if meeting.state not in (MeetingState.CALLED, MeetingState.OPEN):
        return {}
    seated: dict[int, list[Holder]] = {}
    for holder in holders_on(meeting.forum_id, day=actor.day):
        seated.setdefault(holder.seat_id, []).append(holder)
    before = [
        there[: there.index(each)]
        for there in seated.values()
        for each in there
        if each.is_deputy and each.person_id == actor.person.pk
    ]
    if not before:
        return {}
    aside: dict[UUID, set[UUID]] = {}
    for matter, person in Recusal.objects.standing().filter(matter__meeting=meeting).values_list("matter", "person"):
        aside.setdefault(matter, set()).add(person)
    return {
        matter: ahead[0].person.name
        for matter, people in aside.items()
        for ahead in before
        if ahead and people.issuperset(each.person_id for each in ahead)
    }


def _why(actor: Actor, matter: Matter) -> str:
    said = matter.recusals.standing().filter(person=actor.person).select_related("party").first()
    if said:
        return said.words
    concerns = Concerned.objects.filter(matter=matter, party__in=stands_at(actor)).select_related("party")
    tied = {each.party_id: each for each in concerns}
    tie = ties(tied, {party: Ground(each.ground) for party, each in tied.items()})[0]
    return str(GROUNDS[tie.ground]) % {"party": tied[tie.party].party}


def holders_on(forum: UUID, *, day: date) -> list[Holder]:
    """Who sits in the forum that day, seat by seat, the member before the deputies."""
    return _HOLDERS(forum=forum, day=day)


def _holders() -> QuerySet[Holder]:
    seats = Seat.objects.at(Slot("day")).filter(forum=Slot("forum"))
    found = Holder.objects.at(Slot("day")).filter(seat__in=seats)
    return found.select_related("seat", "person", "party").order_by("seat", "place", "pk")


_HOLDERS = Prepared(_holders)  # whoever speaks, votes or acts in a meeting asks for them


def holders_from(forum: UUID, *, day: date) -> QuerySet[Holder]:
    """Who sits in the forum from that day on: those who sit there then, and those who have been given a place later."""
    found = Holder.objects.filter(seat__forum=forum).exclude(valid_to__lt=day)
    return found.select_related("seat", "person", "party").order_by("seat", "place", "valid_from", "pk")


def ties_of(matter: Matter, people: list[Holder], *, day: date) -> dict[UUID, Tie[UUID]]:
    """Those who are tied to a matter by a role or by whom they sit for, each with the nearest tie. Two queries."""
    concerns = {party: Ground(ground) for party, ground in _CONCERNED(matter=matter.pk)}
    stands: dict[UUID, set[UUID]] = {each.person_id: set() for each in people}
    for each in people:
        stands[each.person_id].add(each.party_id)
    for person, party in _HELD(people=[*stands], parties=[*concerns], day=day):
        stands[person].add(party)
    found = {person: ties(sorted(parties, key=str), concerns) for person, parties in stands.items()}
    return {person: tied[0] for person, tied in found.items() if tied}


_CONCERNED = Prepared(lambda: Concerned.objects.filter(matter=Slot("matter")).values_list("party", "ground"))
_HELD = Prepared(
    lambda: (
        HeldRole.objects.at(Slot("day"))
        .filter(among("person_id", Slot("people")), among("party_id", Slot("parties")))
        .values_list("person", "party")
    )
)


@dataclass(frozen=True, slots=True)
class Decided:
    """What the forum has come to on one amount."""

    amount: int
    reason: str
    told: Sentence | None  # the reason, where Laget wrote it
    reference: str  # the matter
    how: str
    on: date

    def reason_in(self, language: str) -> str:
        """What someone wrote stands as it was written."""
        if self.told is None:
            return self.reason
        with override(language):
            return str(self.told)


def decided_lines(round: Round) -> dict[str, Decided]:
    """Every amount of a round that the forum has decided on in its room, by its id."""
    decisions = Decision.objects.filter(matter__meeting__round=round).select_related("matter__meeting__round")
    return {
        line["id"]: Decided(
            line["amount"],
            line["reason"],
            Sentence(**line["told"]) if "told" in line else None,
            each.matter.reference,
            each.how,
            timezone.localdate(each.matter.meeting.begins),
        )
        for each in decisions.order_by("at")
        for line in each.content["lines"]
    }


def not_settled(round: Round) -> list[Matter]:
    """What the forum has been called to decide on in a round, and hasn't been through."""
    called = Matter.objects.filter(meeting__round=round).exclude(meeting__state=MeetingState.PLANNED)
    found = called.exclude(state__in=SETTLED)
    return list(found.select_related("meeting__round").order_by("meeting__begins", "number"))


def put_off_in(round: Round) -> dict[str, Matter]:
    """The amounts that the forum has put off in a meeting, by their ids, with the matter. Some may be decided since."""
    put_off = Matter.objects.filter(meeting__round=round, state=MatterState.POSTPONED)
    put_off = put_off.exclude(meeting__state=MeetingState.CANCELLED)  # there it said nothing of them
    found = put_off.select_related("meeting__round").order_by("meeting__begins", "number")
    return {line["id"]: matter for matter in found for line in matter.lines}


def decision_hashes(round: Round) -> dict[str, str]:
    """The hash of each decision of a round, by its matter: what an innstilling rests on."""
    found = Decision.objects.filter(matter__meeting__round=round).order_by("matter")
    return {str(matter): sha256 for matter, sha256 in found.values_list("matter", "sha256")}


FALLEN = gettext_lazy("Forslaget falt i voteringen. Endre det, stem på nytt, eller utsett saken.")


def has_fallen(matter: Matter) -> bool:
    """Whether the proposal on the table was voted down as it stands."""
    return matter.ballots.filter(revision=matter.revision, tally__adopted=False).exists()
