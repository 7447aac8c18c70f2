"""Which deliveries someone may see, what is still to be started, and what a tiltak has come to so far."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from laget.base.accounts.actor import Actor
from laget.base.actors.models import Kind, Membership, Organisation, Ownership, Partnership, Party, Sector
from laget.base.cycle.models import Round
from laget.effect.delivery.models import Delivery, Samling, Session, Spending, TargetGroup
from laget.effect.events import queries as events
from laget.effect.events.models import Event, SignUp
from laget.grant.ledger import spending
from laget.grant.ledger.models import Award
from laget.grant.ledger.queries import balances_of
from laget.need.surveys.instrument_file import Layer
from laget.need.tiltak.models import Tiltak
from laget.rules.ledger import Balance

CONTRIBUTING = (Kind.UNIVERSITY, Kind.VOCATIONAL_COLLEGE, Kind.STATPED, Kind.RVTS, Kind.NATIONAL_CENTRE)


def visible_to(actor: Actor) -> QuerySet[Delivery]:
    """Those they carry out or get money for, those of their networks, and all of a county whose cases they follow."""
    mine = Q(party__in=actor.reading) | Q(pk__in=_paid_to(actor.reading))
    around = Q(network__in=actor.networks) | Q(county__in=actor.county_wide)
    return _with_names(Delivery.objects.filter(mine | around))


def carried_out_by(actor: Actor) -> QuerySet[Delivery]:
    """Those they write in: as the one who answers for it, or as one who gets money for it."""
    return _with_names(Delivery.objects.filter(Q(party__in=actor.writing) | Q(pk__in=_paid_to(actor.writing))))


def _paid_to(parties: Iterable[UUID]) -> QuerySet[Delivery, Any]:
    """Those with money for one of the parties. Two ways to an award, each by its index."""
    awards = Award.objects.filter(recipient__in=parties, known_since__isnull=False)
    of_tiltak = Delivery.objects.filter(tiltak__in=awards.filter(tiltak__isnull=False).values("tiltak"))
    of_award = Delivery.objects.filter(award__in=awards.filter(tiltak=None).values("pk"))
    return of_tiltak.values("pk").union(of_award.values("pk"))


def _with_names(found: QuerySet[Delivery]) -> QuerySet[Delivery]:
    along = ("party", "network", "county", "round__rule_set__stored", "round__county", "tiltak", "award", "pulje")
    return found.select_related(*along).order_by("title", "pk")


@dataclass(frozen=True, slots=True)
class ToStart:
    """Something granted that nobody has begun to carry out in Laget."""

    title: str
    party: Party
    award: Award  # one of those that pay for it
    tiltak: Tiltak | None


def to_start(round: Round, actor: Actor) -> list[ToStart]:
    """What is granted in a round, is known, and is for this person to start."""
    known = Award.objects.filter(given_in=round, known_since__isnull=False)
    waiting = known.filter(Q(tiltak__isnull=False, tiltak__delivery=None) | Q(tiltak=None, delivery=None))
    theirs = Q(tiltak__applicant__in=actor.writing) | Q(tiltak=None, recipient__in=actor.writing)
    found: dict[UUID, ToStart] = {}
    along = ("recipient", "tiltak__applicant", "tiltak__network", "tiltak__version")
    for award in waiting.filter(theirs).select_related(*along).order_by("name", "pk"):
        party = award.tiltak.applicant if award.tiltak else award.recipient
        about = award.tiltak_id or award.pk
        found.setdefault(about, ToStart(award.name, party, award, award.tiltak))
    return list(found.values())


def deliveries_of(awards: Iterable[Award]) -> dict[UUID, Delivery]:
    """By award: what is carried out with it, where that has begun."""
    awards = list(awards)
    mine = Q(tiltak__in=[a.tiltak_id for a in awards if a.tiltak_id]) | Q(award__in=[a.pk for a in awards])
    found = Delivery.objects.filter(mine).select_related("county").order_by("title", "pk")
    about = {each.tiltak_id or each.award_id: each for each in found}
    return {a.pk: about[key] for a in awards if (key := a.tiltak_id or a.pk) in about}


# -- Money ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class YearOfAward:
    """What there is of an award in a year, and what has been spent of it: line by line, and by events."""

    award: Award
    year: int
    right: int
    lines: tuple[Spending, ...]
    by_events: int

    @property
    def spent(self) -> int:
        return sum(line.amount for line in self.lines) + self.by_events

    @property
    def left(self) -> int:
        return self.right - self.spent


def spent_of(awards: Iterable[Award], *, year: int) -> dict[UUID, int]:
    """What is written down as spent of each award in a year: line by line, and by events. Two queries."""
    spent = spending.spent_of([award.pk for award in awards])
    return {award: amount for (award, of_year), amount in spent.items() if of_year == year}


def spent_in_lines(awards: Collection[UUID]) -> Iterable[tuple[UUID, int, int]]:
    """By award and year, in kroner. One query."""
    found = Spending.objects.filter(award__in=awards).values_list("award", "year")
    return found.annotate(sum=Sum("amount")).order_by()


def money_of(delivery: Delivery) -> list[YearOfAward]:
    """Every year of every award, in order."""
    awards = list(delivery.awards)
    balances = balances_of(awards)
    lines: dict[tuple[UUID, int], list[Spending]] = defaultdict(list)
    for line in Spending.objects.filter(award__in=awards).select_related("person"):
        lines[line.award_id, line.year].append(line)
    by_events = {(award, year): sum for award, year, sum in events.spent_by_events([each.pk for each in awards])}
    years = sorted({year for _award, year in balances})
    return [
        YearOfAward(award, year, balance.right, tuple(lines[award.pk, year]), by_events.get((award.pk, year), 0))
        for award in awards
        for year in years
        if (balance := balances.get((award.pk, year), Balance())).right or lines[award.pk, year]
    ]


# -- Whom it has reached -----------------------------------------------------------------------------------


def sessions_of(deliveries: Iterable[Delivery]) -> QuerySet[Event]:
    """The events tied to them, those that their money pays for, and the samlinger of the puljer they are part of."""
    deliveries = list(deliveries)
    awards = Award.objects.filter(
        Q(tiltak__in=[d.tiltak_id for d in deliveries if d.tiltak_id])
        | Q(pk__in=[d.award_id for d in deliveries if d.award_id])
    )
    tied = Q(pk__in=Session.objects.filter(delivery__in=[d.pk for d in deliveries]).values("event"))
    paid = Q(pk__in=events.events_of(awards).order_by().values("pk"))
    gathered = Q(
        pk__in=Samling.objects.filter(pulje__in=[d.pulje_id for d in deliveries if d.pulje_id]).values("event")
    )
    return Event.objects.filter(tied | paid | gathered).select_related("organiser").order_by("begins", "pk")


def who_came(deliveries: Iterable[Delivery], *, since: date | None = None) -> Counter[tuple[str, str]]:
    """How many different people came to the sessions, by target group and sector.

    Of a pulje that a network is part of: those from the network. Once the names are deleted nobody can tell who came
    twice; then it is as many as came at once.
    """
    named: dict[tuple[str, str], set[tuple[UUID, str, str]]] = defaultdict(set)
    unnamed: Counter[tuple[UUID, str, str]] = Counter()
    seen: set[UUID] = set()
    fields = ("pk", "event", "party", "layer", "party__organisation__kind", "party__organisation__sector")
    for delivery in deliveries:
        rows = _sign_ups_of(delivery, since=since).values_list(*fields, "sort_key", "email")
        for pk, event, party, layer, kind, sector, name, email in rows:
            group = (group_of(layer, kind), sector or Sector.PUBLIC.value)
            if name:
                named[group].add((party, name, email.lower()))
            elif pk not in seen:
                unnamed[event, *group] += 1
            seen.add(pk)
    found = Counter({group: len(people) for group, people in named.items()})
    for (_event, came_from, sector), number in unnamed.items():
        found[came_from, sector] = max(found[came_from, sector], number)
    return found


def _sign_ups_of(delivery: Delivery, *, since: date | None) -> QuerySet[SignUp]:
    sessions = sessions_of([delivery]).order_by()
    sessions = sessions.filter(begins__date__gte=since) if since else sessions
    there = SignUp.objects.filter(event__in=sessions.values("pk"), attended_at__isnull=False)
    if delivery.pulje_id and delivery.network_id:
        own = _parties_in(delivery.network_id, day=timezone.localdate(delivery.started_at))
        there = there.filter(~Q(event__samling__pulje=delivery.pulje_id) | Q(party__in=own))
    return there.order_by()


def group_of(layer: str, kind: str | None) -> str:
    """The target group of the county file that someone belongs to, who comes from such a place."""
    if layer == Layer.LEADERS:
        return "leaders"
    if layer == Layer.PPT or kind == Kind.PPT:
        return "ppt"
    return kind if kind in (Kind.KINDERGARTEN, Kind.SCHOOL, Kind.SFO) else "others"


def _parties_in(network: UUID, *, day: date) -> set[UUID]:
    owners = set(Membership.objects.at(day).filter(network=network).values_list("owner", flat=True))
    owned = Ownership.objects.at(day).filter(owner__in=owners).values_list("organisation", flat=True)
    return {network, *owners, *owned}


@dataclass(frozen=True, slots=True)
class GroupNow:
    """A target group, and how far it is reached."""

    group: TargetGroup
    came: int

    @property
    def reached(self) -> int:
        return max(self.came, self.group.reached or 0)

    @property
    def percent(self) -> int | None:
        return min(100, 100 * self.reached // self.group.planned) if self.group.planned else None


def groups_of(delivery: Delivery) -> list[GroupNow]:
    came: Counter[str] = Counter()
    for (group, _sector), number in who_came([delivery]).items():
        came[group] += number
    return [GroupNow(group, came[group.key]) for group in delivery.groups.all()]


def could_be_tied(delivery: Delivery, actor: Actor) -> QuerySet[Event]:
    """The events that this person arranges, and that aren't among the sessions."""
    return events.run_by(actor).filter(county=delivery.county_id).exclude(pk__in=sessions_of([delivery]).values("pk"))


def contributing(delivery: Delivery) -> QuerySet[Organisation]:
    """Those who may be partners of any kind: of the county, of the whole country, those from elsewhere that work with
    a network here, and those that it has already.
    """
    county = delivery.county_id
    working_here = Partnership.objects.filter(network__county=county).values("partner")
    around = Q(county=county) | Q(county=None) | Q(pk__in=working_here)
    already = Q(pk__in=delivery.partners.values("pk"))
    return Organisation.objects.filter(Q(around, kind__in=CONTRIBUTING, active=True) | already).order_by("sort_key")
