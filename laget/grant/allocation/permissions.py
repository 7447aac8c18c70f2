from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import Forum
from laget.base.cycle.models import Round


def may_try(actor: Actor, round: Round) -> bool:
    """The forum and Statsforvalteren may try out a key. Trying saves nothing."""
    return round.county_id in actor.county_wide


def may_adopt(actor: Actor, forum: Forum) -> bool:
    """The forum decides; its leader says so. Statsforvalteren has no vote in it."""
    return actor.holds(Role.FORUM_LEADER, at=forum.pk)
