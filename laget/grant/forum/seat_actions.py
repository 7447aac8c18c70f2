"""What is done with the forum's seats: someone is given a place in one, and leaves it."""

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from laget.base.accounts.actor import Actor
from laget.base.accounts.models import HeldRole, Person
from laget.base.actors.models import Forum, Party, Seat
from laget.base.audit.record import record
from laget.base.refusals import NotInOrder
from laget.grant.forum.models import Attendance, Holder
from laget.grant.forum.permissions import runs
from laget.grant.forum.roles import IN_THE_ROOM


@transaction.atomic
def give_place(
    forum: Forum, *, seat: Seat, person: Person, party: Party, place: int, first: date, actor: Actor, at: datetime
) -> Holder:
    """Let someone with a role in the forum sit in a seat: place 0 is the member's, 1 the first deputy's.

    Whoever had the place leaves it the day before. They leave it themselves the day before the next one who has been
    given it, or before another place of theirs in the seat begins. Raises NotInOrder.
    """
    if not runs(actor, forum.pk) or seat.forum_id != forum.pk:
        raise PermissionDenied
    if not HeldRole.objects.at(first).filter(person=person, party=forum, role__in=IN_THE_ROOM).exists():
        raise NotInOrder(_("%(name)s har ingen rolle i forumet. Administratoren må gi den først.") % {"name": person})
    Seat.objects.select_for_update().get(pk=seat.pk)
    there = Holder.objects.filter(seat=seat).select_related("person").order_by("valid_from")
    if there.at(first).filter(person=person).exists():
        raise NotInOrder(_("%(name)s har allerede en plass i dette setet.") % {"name": person})
    for before in there.at(first).filter(place=place):
        if before.valid_from == first and _has_attended(before):
            raise NotInOrder(
                _("%(name)s har plassen fra samme dag, og har vært med i et møte. Velg en senere dag.")
                % {"name": before.person}
            )
        _end(before, first)
    after = there.filter(Q(place=place) | Q(person=person), valid_from__gt=first).first()
    last = after.valid_from - timedelta(days=1) if after else None
    held = Holder.objects.create(seat=seat, person=person, party=party, place=place, valid_from=first, valid_to=last)
    detail = {"seat": seat.pk, "person": str(person.pk), "place": place, "party": str(party.pk)}
    _record_seat(forum, "give_place", held.pk, detail, actor=actor, at=at)
    return held


@transaction.atomic
def end_place(holder: Holder, *, actor: Actor, at: datetime) -> None:
    """Let someone leave a seat as of today. What they took part in stays as it was."""
    forum = Forum.objects.select_related("county").get(pk=holder.seat.forum_id)
    if not runs(actor, forum.pk):
        raise PermissionDenied
    detail = {"seat": holder.seat_id, "person": str(holder.person_id), "place": holder.place}
    about = holder.pk
    _end(holder, at.date())
    _record_seat(forum, "end_place", about, detail, actor=actor, at=at)


def _end(holder: Holder, first: date) -> None:
    """The day before another takes over; as if it had never been, when it hadn't begun and nothing rests on it."""
    if holder.valid_from >= first and not _has_attended(holder):
        holder.delete()
        return
    holder.valid_to = max(holder.valid_from, first - timedelta(days=1))
    holder.save(update_fields=["valid_to"])


def _has_attended(holder: Holder) -> bool:
    return Attendance.objects.filter(holder=holder).exists()


def _record_seat(forum: Forum, act: str, about: int, detail: dict[str, object], *, actor: Actor, at: datetime) -> None:
    assert forum.county is not None
    by = actor.by(forum.pk)
    record(act, chain=forum.county.as_county.code, kind="seat", about=about, by=by, at=at, detail=detail)
