"""How far the scoring has come: what each may see of it, without a glimpse of anyone's points."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from laget.base.accounts.actor import Actor
from laget.base.actors.models import Network
from laget.base.cycle.models import Round
from laget.base.questions.models import Document
from laget.base.questions.states import State
from laget.grant.ranking import queries
from laget.grant.ranking.models import Application, Group, Member, Ranking, Score


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


def waiting(round: Round) -> int:
    """How many documents have come and are not taken in."""
    return Document.objects.filter(round=round, kind=round.file.applied_by, state=State.SUBMITTED).count()


def lists_of(actor: Actor, round: Round, *, day: date) -> list[List]:
    """The groups that this person may see. A fixed number of queries."""
    groups = list(queries.groups_visible_to(actor).filter(round=round).prefetch_related("members__person"))
    work = _Work(round, day=day)
    return [work.list_of(group, actor.person.pk) for group in groups]


def lines_of(actor: Actor, group: Group, *, day: date) -> list[Line]:
    """The list of a group, as one of its members or who runs the forum sees it. A fixed number of queries."""
    work = _Work(group.round, day=day)
    names = ("tiltak__applicant", "tiltak__network")
    found = Application.objects.filter(group=group).select_related(*names)
    me = actor.person.pk
    tied = queries.tied_in(group.round, [me], day=day)
    return [
        Line(
            each,
            me in tied.get(each.pk, ()),
            (each.pk, me) in work.given,
            len([person for person in work.free(each.pk, group.pk) if (each.pk, person) in work.given]),
            len(work.free(each.pk, group.pk)),
        )
        for each in found.order_by("tiltak__network__sort_key", "tiltak__applicant__sort_key", "tiltak__item", "pk")
    ]


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
