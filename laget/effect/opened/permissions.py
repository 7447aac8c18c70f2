from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import READERS, Role
from laget.base.actors.models import Party
from laget.effect.opened.models import Token

# Those who answer for what their party does. Staff and members read for themselves alone.
KEEPERS = READERS - {Role.UNIT_STAFF, Role.FORUM_MEMBER}


def may_make(actor: Actor, role: Role, party: Party) -> bool:
    """Only for a role that one holds: so nobody is let in to more by a program than they may read themselves."""
    return role in KEEPERS and actor.holds(role, at=party.pk)


def may_revoke(actor: Actor, token: Token) -> bool:
    """Anyone who answers for the party, or keeps the people of its county in order."""
    return actor.holds(*KEEPERS, at=token.party_id) or actor.holds(Role.ADMINISTRATOR, at=token.party.county_id)
