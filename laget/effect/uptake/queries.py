"""Whose counts someone may read, what they say, and which lines have been told."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import VIRKSOMHETER, Network, Organisation, Ownership, Party
from laget.effect.delivery.models import Joining, Pulje
from laget.effect.uptake.models import Count, Told
from laget.need.catalogue.models import Entry
from laget.need.catalogue.tags import Level

WORKING_THERE = (Role.UNIT_LEADER, Role.UNIT_STAFF)


def visible_to(actor: Actor) -> QuerySet[Party]:
    """Where they work; an owner and its units; the networks they carry on; and where they follow every case."""
    own = Q(pk__in=actor.where(*WORKING_THERE)) | Q(pk__in=actor.where(Role.OWNER)) | Q(pk__in=_owned_by(actor))
    networks = Network.objects.filter(purpose=Network.Purpose.COMPETENCE)
    networks = networks.filter(Q(pk__in=actor.leading_networks) | Q(county__in=actor.county_wide))
    found = Party.objects.filter(own | Q(pk__in=networks.values("pk")) | Q(pk__in=actor.county_wide))
    return found.select_related("organisation", "network", "as_county").order_by("sort_key")


def told_for(actor: Actor) -> QuerySet[Organisation]:
    """The units that they tell for."""
    mine = Q(pk__in=actor.where(Role.UNIT_LEADER)) | Q(pk__in=_owned_by(actor))
    return Organisation.objects.filter(mine, kind__in=VIRKSOMHETER).order_by("sort_key")


def told_visible_to(actor: Actor) -> QuerySet[Told]:
    """A leader's: all of the unit. An owner's: what the owner has told itself."""
    mine = Q(unit__in=actor.where(Role.UNIT_LEADER)) | Q(party__in=actor.where(Role.OWNER))
    return Told.objects.filter(mine, struck_at=None).select_related("unit__county", "entry")


def owner_of(actor: Actor, unit: UUID) -> UUID | None:
    owner: UUID | None = (
        Ownership.objects.at(actor.day).filter(organisation=unit).values_list("owner", flat=True).first()
    )
    return owner


def entries_in(county: UUID) -> QuerySet[Entry]:
    return Entry.objects.filter(county=county, withdrawn=False)


def puljer_of(unit: UUID) -> QuerySet[Pulje]:
    """Those that the unit is part of."""
    joined = Joining.objects.filter(units=unit, left_at=None)
    return Pulje.objects.filter(pk__in=joined.values("pulje")).order_by("-begins_on", "pk")


@dataclass(frozen=True, slots=True)
class Line:
    """An entry, and how many have been through it: in all, and of each level. None is not shown."""

    entry: Entry
    party: Party
    number: int | None
    levels: Sequence[int | None]  # 0 where there are none of a whole that is shown
    most: int  # of any on the page

    @property
    def percent(self) -> int:
        return 100 * (self.number or 0) // self.most if self.most else 0


def lines_of(*parties: Party) -> list[Line]:
    """By party and entry, each by its name: never by how many they are. One query."""
    rows = Count.objects.filter(party__in=parties).select_related("entry", "party")
    found: dict[tuple[UUID, UUID], dict[str, Count]] = defaultdict(dict)
    for row in rows.order_by("party__sort_key", "party", "entry__sort_key", "entry"):
        found[row.party_id, row.entry_id][row.level] = row
    most = max((row.number or 0 for rows in found.values() for row in rows.values()), default=0)
    return [_line(rows, most) for rows in found.values()]


def _line(rows: dict[str, Count], most: int) -> Line:
    whole = rows[""]
    none = None if whole.number is None else 0  # which levels are empty would tell of those who are hidden
    levels = [rows[level].number if level in rows else none for level in Level.values]
    return Line(whole.entry, whole.party, whole.number, levels, most)


def units_of(owner: Party, actor: Actor) -> list[Party]:
    """The virksomheter of an owner, where this person sees them."""
    owned = Ownership.objects.at(actor.day).filter(owner=owner.pk).values("organisation")
    return list(visible_to(actor).filter(pk__in=owned))


def last_counted(county: UUID | None) -> datetime | None:
    found: datetime | None = Count.objects.filter(county=county).aggregate(at=Max("counted_at"))["at"]
    return found


def _owned_by(actor: Actor) -> QuerySet[Organisation]:
    owned = Ownership.objects.at(actor.day).filter(owner__in=actor.where(Role.OWNER)).values("organisation")
    return Organisation.objects.filter(pk__in=owned, kind__in=VIRKSOMHETER).values("pk")  # type: ignore[return-value]
