from uuid import UUID

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import Forum
from laget.base.questions.permissions import writes
from laget.base.questions.states import Act, State
from laget.grant.beslutningsgrunnlag.models import Beslutningsgrunnlag, Signature
from laget.grant.beslutningsgrunnlag.states import TRANSITIONS
from laget.rules.transitions import allows

SIDES = (Role.COORDINATOR, Role.PARTNER)


def may_ask(actor: Actor, forum: Forum) -> bool:
    return actor.holds(Role.FORUM_SECRETARY, at=forum.pk)


def receives(actor: Actor, forum: Forum) -> bool:
    return actor.holds(Role.FORUM_SECRETARY, at=forum.pk)


def can_freeze(actor: Actor, document: Beslutningsgrunnlag) -> bool:
    return writes(actor, document) and allows(TRANSITIONS, State(document.state), Act.FREEZE)


def can_reopen(actor: Actor, document: Beslutningsgrunnlag) -> bool:
    return writes(actor, document) and allows(TRANSITIONS, State(document.state), Act.REOPEN)


def can_return(actor: Actor, document: Beslutningsgrunnlag, forum: Forum) -> bool:
    return receives(actor, forum) and allows(TRANSITIONS, State(document.state), Act.RETURN)


def stands_for_one_of(actor: Actor, sides: list[UUID]) -> bool:
    return any(actor.holds(*SIDES, at=side) for side in sides)


def side_to_sign_for(actor: Actor, sides: list[UUID], signatures: list[Signature]) -> UUID | None:
    """The side this person may sign for now: one they stand for, not signed yet. Nobody signs for two."""
    if any(signature.person_id == actor.person.pk for signature in signatures):
        return None
    signed = {signature.party_id for signature in signatures}
    return next((side for side in sides if side not in signed and actor.holds(*SIDES, at=side)), None)
