"""The oracle of applications and rankings: who sees them, scores them and moves them. Written from the policy."""

from dataclasses import dataclass

from laget.base.accounts.roles import Role
from laget.config.tests.matrix.answers import Answer
from laget.config.tests.matrix.cast import FORUM, OWNER_OF, TRONDELAG, Someone
from laget.config.tests.matrix.forum import SITS_FOR
from laget.config.tests.matrix.policy import READING, follows_every_case, takes_part


@dataclass(frozen=True)
class RankedRound:
    """`begun` is whether the forum has begun to rank, and so ended the scoring."""

    begun: bool


@dataclass(frozen=True)
class Network:
    round: RankedRound
    name: str
    begun: bool  # by the network itself


@dataclass(frozen=True)
class Group:
    round: RankedRound
    members: frozenset[str]


@dataclass(frozen=True)
class Application:
    group: Group
    applicant: str
    partner: str
    given_by: frozenset[str]
    declared: frozenset[str] = frozenset()  # those who have said themselves that they are tied


@dataclass(frozen=True)
class Ranked:
    """A ranking, and what the move that is tried passes. `network` is empty for the forum's."""

    network: str
    moved: tuple[Application, ...]
    rest_to: Application | None


def runs(who: Someone) -> bool:
    return who.holds(Role.FORUM_LEADER, Role.FORUM_SECRETARY, at=FORUM[TRONDELAG])


def is_tied(who: Someone, application: Application) -> bool:
    """By their own word, a role at the owner, a virksomhet of it or the partner, or by sitting in the forum for one."""
    units = {unit for unit, owner in OWNER_OF.items() if owner == application.applicant}
    if who.name in application.declared:
        return True
    concerned = {application.applicant, application.partner} | units
    return SITS_FOR.get(who.name) in concerned or any(who.holds(*READING, at=party) for party in concerned)


def reads_round(who: Someone, _round: RankedRound) -> bool:
    return takes_part(who, TRONDELAG)


def reads_group(who: Someone, group: Group) -> bool:
    return who.name in group.members or runs(who)


def reads_application(who: Someone, application: Application) -> bool:
    """Members and all who follow every case, but for those who are tied to it."""
    may = who.name in application.group.members or follows_every_case(who, TRONDELAG)
    return may and not is_tied(who, application)


def reads_ranking(who: Someone, ranked: Ranked) -> bool:
    return follows_every_case(who, TRONDELAG) or _coordinates(who, ranked.network)


def _coordinates(who: Someone, network: str) -> bool:
    return bool(network) and who.holds(Role.COORDINATOR, at=network)


def _ranks(who: Someone, ranked: Ranked) -> bool:
    return _coordinates(who, ranked.network) if ranked.network else runs(who)


def running(who: Someone, of: RankedRound | Group) -> Answer:
    """For those who run the forum, until the ranking has begun."""
    if not runs(who):
        return Answer.NOT_FOUND
    round = of.round if isinstance(of, Group) else of
    return Answer.ELSEWHERE if round.begun else Answer.DONE


def beginning(who: Someone, network: Network) -> Answer:
    if not _coordinates(who, network.name):
        return Answer.NOT_FOUND
    return Answer.ELSEWHERE if network.begun or network.round.begun else Answer.DONE


def scoring(who: Someone, application: Application) -> Answer:
    if not reads_application(who, application) or who.name not in application.group.members:
        return Answer.NOT_FOUND
    late = application.group.round.begun or who.name in application.given_by
    return Answer.ELSEWHERE if late else Answer.DONE


def lifting(who: Someone, application: Application) -> Answer:
    """By whoever has declared it, until the forum begins to rank."""
    if who.name not in application.declared:
        return Answer.NOT_FOUND
    return Answer.ELSEWHERE if application.group.round.begun else Answer.DONE


def moving(who: Someone, ranked: Ranked) -> Answer:
    """In the forum's ranking nobody moves what they are tied to, nor past it."""
    if not _ranks(who, ranked):
        return Answer.NOT_FOUND
    tied = not ranked.network and any(is_tied(who, each) for each in ranked.moved)
    return Answer.ELSEWHERE if tied else Answer.DONE


def giving_rest(who: Someone, ranked: Ranked) -> Answer:
    if not _ranks(who, ranked) or ranked.network:
        return Answer.NOT_FOUND
    return Answer.ELSEWHERE if ranked.rest_to and is_tied(who, ranked.rest_to) else Answer.DONE


def putting_on_agenda(who: Someone, ranked: Ranked) -> Answer:
    return Answer.DONE if runs(who) and not ranked.network else Answer.NOT_FOUND


def sending(who: Someone, ranked: Ranked) -> Answer:
    return Answer.DONE if _coordinates(who, ranked.network) else Answer.NOT_FOUND
