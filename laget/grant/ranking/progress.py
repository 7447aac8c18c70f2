"""How far the scoring has come: what each may see of it, without a glimpse of anyone's points."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.actor import Actor
from laget.base.actors.models import Network
from laget.base.cycle.models import Round
from laget.base.questions.models import Document
from laget.base.questions.states import State
from laget.grant.ranking import queries
from laget.grant.ranking.board import shown, standings_of
from laget.grant.ranking.models import Application, Group, Member, Ranking, Score
from laget.rules.names import sort_key


@dataclass(frozen=True, slots=True)
class List:
    """A working group's list, with how far its members have come. Those who are tied have nothing to do in it."""

    group: Group
    members: Sequence[Member]
    applications: int
    given: int
    expected: int
    is_mine: bool
    left: int  # to the one who looks

    @property
    def names(self) -> str:
        return ", ".join(member.person.name for member in self.members)


@dataclass(frozen=True, slots=True)
class Line:
    """One application on a member's list. One who is tied learns that it is there, and no more."""

    application: Application
    tied: bool
    given: bool
    counted: int
    expected: int
    asked: int | None  # of the year's money
    score: Fraction | None  # of all, once the one who looks may see what others have given

    @property
    def shown(self) -> str:
        return shown(self.score)


class Order(models.TextChoices):
    """What a list is sorted by, as it stands in the address."""

    NETWORK = "nettverk", _("Nettverk og søker")
    WAITING = "venter", _("Venter på deg")
    SCORE = "poeng", _("Poeng")
    ASKED = "sum", _("Beløp")


def orders_of(lines: Sequence[Line], *, scoring: bool) -> list[Order]:
    """Those that tell the lines apart for the one who looks. `scoring` is whether they still have points to give."""
    return [
        Order.NETWORK,
        *([Order.WAITING] if scoring else []),
        *([Order.SCORE] if any(line.score is not None for line in lines) else []),
        Order.ASKED,
    ]


def in_order(lines: Iterable[Line], order: Order) -> list[Line]:
    """The highest first, or what waits. Those that it says nothing of come last; equals, as they stood."""
    return sorted(lines, key=_FIRST[order])


_FIRST: dict[Order, Callable[[Line], Any]] = {
    Order.NETWORK: lambda _line: 0,
    Order.WAITING: lambda line: line.tied or line.given,
    Order.SCORE: lambda line: (line.score is None, -(line.score or 0)),
    Order.ASKED: lambda line: (line.asked is None, -(line.asked or 0)),
}


def waiting(round: Round) -> int:
    """How many documents have come and are not taken in."""
    return Document.objects.filter(round=round, kind=round.file.applied_by, state=State.SUBMITTED).count()


def lists_of(actor: Actor, round: Round, *, day: date) -> list[List]:
    """The groups that this person may see. A fixed number of queries."""
    groups = list(queries.groups_visible_to(actor).filter(round=round).prefetch_related("members__person"))
    work = _Work(round, day=day)
    return [work.list_of(group, actor.person.pk) for group in groups]


def lines_of(actor: Actor, group: Group, *, day: date) -> list[Line]:
    """The list of a group, as one of its members or who runs the forum sees it, by network and applicant.

    A fixed number of queries.
    """
    round, me = group.round, actor.person.pk
    work, asked = _Work(round, day=day), queries.applied_for(round)
    found = sorted(
        Application.objects.filter(group=group).select_related("tiltak__applicant", "tiltak__network"), key=_by_name
    )
    tied = {application for application, people in queries.tied_in(round, [me], day=day).items() if me in people}
    ranking = queries.ranking_of_forum(round)
    scores = standings_of(round, found, ranking, day=day)[1]
    free = {each.pk: work.free(each.pk, group.pk) for each in found}
    return [
        Line(
            each,
            each.pk in tied,
            (each.pk, me) in work.given,
            sum((each.pk, person) in work.given for person in free[each.pk]),
            len(free[each.pk]),
            None if each.pk in tied else asked.get(each.pk, 0),
            scores[each.pk].value if each.pk not in tied and (ranking or (each.pk, me) in work.given) else None,
        )
        for each in found
    ]


def _by_name(application: Application) -> tuple[str, str, str, UUID]:
    tiltak = application.tiltak
    return tiltak.network.sort_key, tiltak.applicant.sort_key, sort_key(tiltak.title), application.pk


def missing(round: Round, *, day: date) -> list[str]:
    """What the ranking would begin without: members who have points to give, networks that have not ranked theirs."""
    left = left_in(round, day=day)
    names = dict(queries.names_of(list(left)))
    found = [f"{names[person]} ({number})" for person, number in sorted(left.items(), key=lambda each: names[each[0]])]
    if round.file.ranking.networks_first:
        sent = Ranking.objects.filter(round=round, sent_at__isnull=False).values("network")
        with_some = Application.objects.filter(round=round).values("tiltak__network")
        found += Network.objects.filter(pk__in=with_some).exclude(pk__in=sent).values_list("name", flat=True)
    return found


def left_in(round: Round, *, day: date) -> dict[UUID, int]:
    """How many applications each member has yet to score, those who have some. A fixed number of queries."""
    work = _Work(round, day=day)
    left: dict[UUID, int] = {}
    for group, applications in work.applications.items():
        for application in applications:
            for person in work.free(application, group):
                if (application, person) not in work.given:
                    left[person] = left.get(person, 0) + 1
    return left


class _Work:
    """Who has what to score in a round, and has. Eight queries."""

    def __init__(self, round: Round, *, day: date) -> None:
        self.members = queries.members_in(round)
        people = {person for members in self.members.values() for person in members}
        self.tied = queries.tied_in(round, people, day=day)
        rows = Score.objects.filter(application__round=round).values_list("application", "person").distinct()
        self.given = set(rows)
        self.applications: dict[int, list[UUID]] = {}
        for group, application in Application.objects.filter(round=round, group__isnull=False).values_list(
            "group", "pk"
        ):
            self.applications.setdefault(group or 0, []).append(application)

    def free(self, application: UUID, group: int) -> list[UUID]:
        tied = self.tied.get(application, ())
        return [person for person in self.members.get(group, []) if person not in tied]

    def list_of(self, group: Group, me: UUID) -> List:
        theirs = self.applications.get(group.pk, [])
        expected = [(application, person) for application in theirs for person in self.free(application, group.pk)]
        members = list(group.members.all())
        return List(
            group,
            members,
            len(theirs),
            sum(each in self.given for each in expected),
            len(expected),
            any(member.person_id == me for member in members),
            sum(person == me and (application, person) not in self.given for application, person in expected),
        )
