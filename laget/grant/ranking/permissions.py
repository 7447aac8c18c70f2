from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import Network
from laget.base.cycle.models import Round
from laget.base.cycle.queries import forum_of
from laget.grant.forum.permissions import runs
from laget.grant.ranking.models import Ranking


def prepares(actor: Actor, round: Round) -> bool:
    """Those who run the forum take in the applications, appoint the groups, and write down the forum's order."""
    return round.file.competitive and runs(actor, forum_of(round).pk)


def follows(actor: Actor, round: Round) -> bool:
    """The forum and Statsforvalteren follow the whole of it."""
    return round.county_id in actor.county_wide


def coordinates(actor: Actor, network: Network) -> bool:
    return actor.holds(Role.COORDINATOR, at=network.pk)


def ranks(actor: Actor, ranking: Ranking) -> bool:
    """Whether this person may write down the order of it, while it doesn't stand."""
    if ranking.network is not None:
        return coordinates(actor, ranking.network)
    return prepares(actor, ranking.round)
