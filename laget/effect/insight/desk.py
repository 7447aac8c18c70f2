"""The koordinator's desk: where every actor of a network stands, what is late, and what comes next. Queries only.

Whatever the number of owners and virksomheter, it is as many queries.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from laget.base.accounts.actor import Actor
from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.actors.models import Network, Organisation, Ownership, Party
from laget.base.cycle.calendar_models import CalendarEntry, NoticeFor
from laget.base.cycle.calendar_queries import entries_visible_to
from laget.base.cycle.models import Task
from laget.base.cycle.queries import Occasion, occasions, own_dates, rule_sets_of
from laget.base.questions.models import Document
from laget.base.questions.queries import visible_to
from laget.effect.delivery.models import Joining, Samling

SHOWN = 8  # of what comes next
ON_THE_DESK = frozenset({"virksomhet", "network"})  # whose dates


@dataclass(slots=True)
class Stand:
    """Where one actor stands: who answers for it, what it has to do, and its documents."""

    party: Party
    contacts: list[str] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)  # soonest first
    papers: list[Document] = field(default_factory=list)
    units: list["Stand"] = field(default_factory=list)  # an owner's


@dataclass(frozen=True, slots=True)
class Desk:
    network: Network
    own: Stand
    owners: list[Stand]
    partners: list[Stand]
    late: list[Task]  # the longest first; of others, and of the network itself
    seen: set[UUID]  # the documents that may be opened from here


def desks_of(actor: Actor) -> QuerySet[Network]:
    """The networks that this person is koordinator of."""
    at = actor.where(Role.COORDINATOR)
    return Network.objects.filter(pk__in=at).select_related("county").order_by("sort_key")


def desk_of(network: Network, *, actor: Actor) -> Desk:
    owners = _stands(Organisation.objects.filter(pk__in=network.memberships.at(actor.day).values("owner")))
    partners = _stands(Organisation.objects.filter(pk__in=network.partnerships.at(actor.day).values("partner")))
    units = _units_of(owners, day=actor.day)
    own = Stand(network)
    stands = {**partners, **owners, **units, network.pk: own}
    documents = list(_documents_of(network))
    for paper in documents:
        if paper.subject_id in stands:
            stands[paper.subject_id].papers.append(paper)
    tasks = list(tasks_of(network, parties=stands))
    for task in tasks:
        stands[task.party_id].tasks.append(task)
    for party, name in _contacts_at(stands, day=actor.day):
        stands[party].contacts.append(name)
    seen = set(visible_to(actor, Document.objects.filter(network=network.pk)).values_list("pk", flat=True))
    late = [task for task in tasks if is_late(task, actor.day)]
    return Desk(network, own, list(owners.values()), list(partners.values()), late, seen)


def tasks_of(network: Network, *, parties: Iterable[UUID]) -> QuerySet[Task]:
    """What is still to be done in the network, soonest first: of its own, that it waits for, or about its documents.

    What its actors have to do in other matters is no business of the koordinator's.
    """
    papers = Document.objects.filter(network=network.pk).values_list("pk", flat=True)
    about = [str(pk) for pk in papers]
    theirs = Q(party=network.pk) | Q(awaited_by=network.pk) | Q(about__in=about)
    found = Task.objects.filter(theirs, party__in=list(parties), done_at=None)
    return found.select_related("party", "round").order_by("due", "party__sort_key", "pk")


def parties_in(network: Network, *, day: date) -> list[UUID]:
    """Its owners and their virksomheter, and its partners."""
    owners = network.memberships.at(day).values("owner")
    units = Ownership.objects.at(day).filter(owner__in=owners).values("organisation")
    partners = network.partnerships.at(day).values("partner")
    found = Party.objects.filter(Q(pk__in=owners) | Q(pk__in=units) | Q(pk__in=partners))
    return list(found.values_list("pk", flat=True))


def is_late(task: Task, day: date) -> bool:
    return task.due is not None and task.due < day


def reminded_today(network: Network, *, at: datetime) -> set[tuple[UUID, str]]:
    """The roles at parties that the network has reminded already."""
    began = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    told = NoticeFor.objects.filter(notice__about=str(network.pk), notice__at__gte=began, party__isnull=False)
    return {(party, role) for party, role in told.values_list("party", "role") if party}


def next_meetings(network: Network, *, actor: Actor) -> QuerySet[CalendarEntry]:
    """What stands in the koordinator's calendar from today on, soonest first; and the samlinger of the puljer that the
    network is part of, also before anyone has signed up.
    """
    inside = Joining.objects.filter(network=network, left_at=None).values("pulje")
    samlinger = Samling.objects.filter(pulje__in=inside).values_list("event", flat=True)
    mine = Q(pk__in=entries_visible_to(actor).values("pk")) | Q(about__in=[str(pk) for pk in samlinger])
    return CalendarEntry.objects.filter(mine, last__gte=actor.day, cancelled_at=None)[:SHOWN]


def next_dates(network: Network, *, day: date) -> list[Occasion]:
    """The dates of everyone on the desk, as they are in this network."""
    assert network.county is not None
    rule_sets, own = rule_sets_of(network.county), own_dates([network.pk]).get(network.pk)
    found = (each for year in (day.year, day.year + 1) for each in occasions(rule_sets, year, own=own))
    return [each for each in found if each.rule.who in ON_THE_DESK and each.deadline.applies >= day][:SHOWN]


def coming(network: Network, *, actor: Actor) -> list[CalendarEntry | Occasion]:
    """Meetings and deadlines in one line, soonest first."""
    found: list[CalendarEntry | Occasion] = [*next_meetings(network, actor=actor), *next_dates(network, day=actor.day)]
    return sorted(found, key=_begins)


def _begins(each: CalendarEntry | Occasion) -> date:
    return each.first if isinstance(each, CalendarEntry) else each.deadline.counted_to(each.deadline.first)


def _stands(parties: Iterable[Organisation]) -> dict[UUID, Stand]:
    return {each.pk: Stand(each) for each in sorted(parties, key=lambda each: each.sort_key)}


def _units_of(owners: dict[UUID, Stand], *, day: date) -> dict[UUID, Stand]:
    """By virksomhet; each also stands under its owner."""
    owned = Ownership.objects.at(day).filter(owner__in=list(owners), organisation__active=True)
    units: dict[UUID, Stand] = {}
    for each in owned.select_related("organisation").order_by("organisation__sort_key"):
        stand = units.setdefault(each.organisation_id, Stand(each.organisation))
        owners[each.owner_id].units.append(stand)
    return units


def _documents_of(network: Network) -> list[Document]:
    """Of each kind those of its newest year, in the order that they follow each other: one in each ordning."""
    found = Document.objects.filter(network=network.pk).select_related("round", "asked", "subject")
    ordered = list(found.defer("answers", "given").order_by("-round__year", "state_since"))
    newest: dict[tuple[UUID, str], int] = {}
    for each in ordered:
        newest.setdefault((each.subject_id, each.kind), each.round.year)
    return [each for each in ordered if newest[each.subject_id, each.kind] == each.round.year]


def _contacts_at(parties: Iterable[UUID], *, day: date) -> list[tuple[UUID, str]]:
    """Who answers for each."""
    answering = (Role.UNIT_LEADER, Role.OWNER, Role.COORDINATOR, Role.PARTNER)
    found = HeldRole.objects.at(day).filter(party__in=list(parties), role__in=answering, person__is_active=True)
    names: dict[UUID, list[str]] = defaultdict(list)
    for party, name in found.values_list("party", "person__name").order_by("person__name"):
        if name not in names[party]:
            names[party].append(name)
    return [(party, name) for party, each in names.items() for name in each]
