from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import Forum
from laget.base.questions.states import Act, State
from laget.grant.innstilling.models import Innstilling
from laget.grant.innstilling.states import TRANSITIONS
from laget.rules.transitions import allows


def may_open(actor: Actor, forum: Forum) -> bool:
    """The secretary writes it; the forum decides what it says."""
    return actor.holds(Role.FORUM_SECRETARY, Role.FORUM_LEADER, at=forum.pk)


def leads_forum(actor: Actor, innstilling: Innstilling) -> bool:
    return actor.holds(Role.FORUM_LEADER, at=innstilling.party_id)


def receives(actor: Actor, innstilling: Innstilling) -> bool:
    return actor.holds(Role.CASE_OFFICER, at=innstilling.county_id)


def can_submit(actor: Actor, innstilling: Innstilling) -> bool:
    return leads_forum(actor, innstilling) and allows(TRANSITIONS, State(innstilling.state), Act.SUBMIT)


def can_return(actor: Actor, innstilling: Innstilling) -> bool:
    return receives(actor, innstilling) and allows(TRANSITIONS, State(innstilling.state), Act.RETURN)
