"""Which applications, groups and rankings a person may see, who is tied to what, and what points have been given."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from laget.base.accounts.actor import Actor
from laget.base.accounts.models import HeldRole, Person
from laget.base.accounts.roles import Role
from laget.base.actors.models import Network
from laget.base.cycle.models import Round
from laget.grant.allocation.models import Allocation
from laget.grant.forum.models import Holder
from laget.grant.forum.queries import forums_of, stands_at
from laget.grant.forum.roles import RUNNING
from laget.grant.ranking.models import Application, Concerns, Declared, Group, Member, Ranking, Score
from laget.need.tiltak.models import PlannedAmount

Points = dict[UUID, dict[UUID, dict[str, int]]]  # by application, member and criterion


def groups_visible_to(actor: Actor) -> QuerySet[Group]:
    """Those that the person is a member of, or runs as secretary or leader of the forum."""
    mine = Q(round__county__in=_counties_run_by(actor)) | Q(members__person=actor.person)
    found = Group.objects.filter(mine).distinct()
    return found.select_related("round__rule_set__stored", "round__county")


def applications_visible_to(actor: Actor) -> QuerySet[Application]:
    """Those that the person is free to take part in: in a group of theirs, or as forum or Statsforvalter.

    One who is tied can't hold the application.
    """
    free = ~Q(concerns__party__in=stands_at(actor)) & ~Q(pk__in=own_declarations(actor).values("application"))
    mine = Q(county__in=actor.county_wide) | Q(group__members__person=actor.person)
    found = Application.objects.filter(mine & free).distinct()
    return found.select_related(
        *("round__rule_set__stored", "round__county", "group", "asked"),
        *("tiltak__network", "tiltak__applicant", "tiltak__version"),
    )


def own_declarations(actor: Actor) -> QuerySet[Declared]:
    """What this person has declared of themselves, and not taken back."""
    return Declared.objects.standing().filter(person=actor.person).select_related("application__tiltak")


def may_be_lifted(actor: Actor, round: Round) -> QuerySet[Declared]:
    """Those of a round, until the forum begins to rank."""
    found = own_declarations(actor).filter(application__round=round)
    return found.none() if ranking_of_forum(round) else found.order_by("application__tiltak__title", "pk")


def rankings_visible_to(actor: Actor) -> QuerySet[Ranking]:
    """The forum's for the forum and Statsforvalteren; a network's for its koordinator too."""
    coordinating = actor.where(Role.COORDINATOR)
    found = Ranking.objects.filter(Q(county__in=actor.county_wide) | Q(network__in=coordinating))
    return found.select_related("round__rule_set__stored", "round__county", "network", "matter__meeting", "county")


def _counties_run_by(actor: Actor) -> list[UUID | None]:
    forums = forums_of(actor, *RUNNING)
    return [holding.county for holding in actor.holdings if holding.party in forums]


def networks_ranked_by(actor: Actor, round: Round) -> list[Network]:
    """Those that the person may rank the applications of, before the forum ranks all."""
    if not (round.file.competitive and round.file.ranking.networks_first):
        return []
    mine = actor.where(Role.COORDINATOR)
    with_some = Application.objects.filter(round=round).values("tiltak__network")
    return list(Network.objects.filter(pk__in=mine).filter(pk__in=with_some))


def ranking_of_forum(round: Round) -> Ranking | None:
    return Ranking.objects.filter(round=round, network=None).select_related("matter").first()


def scoring_is_open(round: Round) -> bool:
    """Whether points may still be given."""
    return bool(round.file.ranking.criteria) and ranking_of_forum(round) is None


def money_for(round: Round) -> int | None:
    """What the applications of a round are ranked against, in kroner. None until the forum has adopted it."""
    result = Allocation.objects.filter(round=round).values_list("result", flat=True).first()
    return None if result is None else result["left"]


def applied_for(round: Round) -> dict[UUID, int]:
    """What each application asks for of the year's money, by application. One query."""
    rows = PlannedAmount.objects.filter(tiltak__application__round=round, year=round.year)
    return dict(rows.values_list("tiltak__application").annotate(Sum("amount")))


def points_in(applications: QuerySet[Application] | Iterable[UUID]) -> Points:
    """Everything that has been given. One query."""
    found: Points = defaultdict(lambda: defaultdict(dict))
    rows = Score.objects.filter(application__in=applications)
    for application, person, criterion, points in rows.values_list("application", "person", "criterion", "points"):
        found[application][person][criterion] = points
    return found


def members_in(round: Round) -> dict[int, list[UUID]]:
    """The members of each working group of a round. One query."""
    found: dict[int, list[UUID]] = defaultdict(list)
    for group, person in Member.objects.filter(group__round=round).values_list("group", "person"):
        found[group].append(person)
    return found


def tied_in(round: Round, people: Collection[UUID], *, day: date) -> dict[UUID, set[UUID]]:
    """Who of these people is tied to which applications of a round, by application. Four queries."""
    stands: dict[UUID, set[UUID]] = defaultdict(set)
    for person, party in HeldRole.objects.at(day).filter(person__in=people).values_list("person", "party"):
        stands[party].add(person)
    for person, party in Holder.objects.at(day).filter(person__in=people).values_list("person", "party"):
        stands[party].add(person)
    found: dict[UUID, set[UUID]] = defaultdict(set)
    concerns = Concerns.objects.filter(application__round=round, party__in=list(stands))
    for application, party in concerns.values_list("application", "party"):
        found[application] |= stands[party]
    declared = Declared.objects.standing().filter(application__round=round, person__in=people)
    for application, person in declared.values_list("application", "person"):
        found[application].add(person)
    return found


def network_places(round: Round) -> dict[UUID, int]:
    """Where each network has put its own applications, in the rankings that have been sent. One query."""
    sent = Ranking.objects.filter(round=round, network__isnull=False, sent_at__isnull=False)
    return dict(sent.values_list("places__application", "places__number").exclude(places=None))


def can_be_appointed(round: Round, *, day: date) -> QuerySet[Person]:
    """Whoever holds a role in the county: those who sit in the forum, and others whom it may appoint."""
    held = HeldRole.objects.at(day).filter(party__county=round.county_id).values("person")
    return Person.objects.filter(pk__in=held).order_by("sort_key")


def not_given_to_a_group(round: Round) -> list[tuple[UUID, str, int]]:
    """How many applications of each network wait for a group."""
    waiting = Application.objects.filter(round=round, group=None)
    rows = waiting.values_list("tiltak__network", "tiltak__network__name").annotate(Count("pk"))
    return list(rows.order_by("tiltak__network__sort_key"))


def names_of(people: Collection[UUID]) -> list[tuple[UUID, str]]:
    return list(Person.objects.filter(pk__in=people).values_list("pk", "name"))
