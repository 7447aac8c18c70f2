"""One matter with the people in it: who is there, who steps aside, who sits where, and whether they are enough."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from laget.base.actors.models import Seat
from laget.base.prepared import Prepared, Slot
from laget.grant.forum.models import Attendance, Holder, Matter, Recusal
from laget.grant.forum.queries import holders_on, ties_of
from laget.rules.deciding import needed, seat


@dataclass(frozen=True, slots=True)
class Sitting:
    """One seat in the matter. `holder` is None when nobody is left to sit there."""

    seat: Seat
    holder: Holder | None
    member: Holder
    left: tuple[Holder, ...]  # those who stepped aside for them

    @property
    def steps_in(self) -> bool:
        """A deputy sits where the member doesn't."""
        return self.holder is not None and self.holder.is_deputy


@dataclass(frozen=True, slots=True)
class Room:
    sittings: list[Sitting]
    recusals: list[Recusal]
    needed: int
    voting_seats: int

    @property
    def voting(self) -> list[Sitting]:
        """Those who sit and have a vote in the matter."""
        return [each for each in self.sittings if each.seat.votes and each.holder]

    @property
    def enough(self) -> bool:
        return len(self.voting) >= self.needed

    def sits(self, person: UUID | None) -> bool:
        return any(each.holder is not None and each.holder.person_id == person for each in self.sittings)

    def sitting_in(self, seat: int) -> Sitting | None:
        """The seat as it is in the matter; None for a seat where nobody may vote."""
        return next((each for each in self.voting if each.seat.pk == seat), None)


def room_of(matter: Matter, *, day: date) -> Room:
    """The matter as it would be decided on now. Those tied by a role count as recused before it is written down."""
    holders = holders_on(matter.meeting.forum_id, day=day)
    recusals = _RECUSALS(matter=matter.pk)
    tied = {each.person_id for each in recusals} | ties_of(matter, holders, day=day).keys()
    present = {person for (person,) in _PRESENT(meeting=matter.meeting_id)}
    sittings = _sittings(holders, present=present, tied=tied)
    voting_seats = sum(each.seat.votes for each in sittings)
    return Room(sittings, recusals, needed(voting_seats, matter.meeting.rules.quorum), voting_seats)


_RECUSALS = Prepared(lambda: Recusal.objects.standing().filter(matter=Slot("matter")).select_related("person", "party"))
_PRESENT = Prepared(lambda: Attendance.objects.filter(meeting=Slot("meeting")).values_list("holder__person"))


def _sittings(holders: list[Holder], *, present: Collection[UUID], tied: Collection[UUID]) -> list[Sitting]:
    by_seat: dict[Seat, list[Holder]] = {}
    for holder in holders:
        by_seat.setdefault(holder.seat, []).append(holder)
    people = [(each, [holder.person_id for holder in there]) for each, there in by_seat.items()]
    found = []
    for seating in seat(people, present=present, tied=tied):
        there = {holder.person_id: holder for holder in by_seat[seating.seat]}
        sits = there[seating.person] if seating.person else None
        left = tuple(there[person] for person in seating.left)
        found.append(Sitting(seating.seat, sits, by_seat[seating.seat][0], left))
    return found
