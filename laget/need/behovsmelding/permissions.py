from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import Network
from laget.base.questions.states import Act, State
from laget.need.behovsmelding.models import Behovsmelding
from laget.need.behovsmelding.states import TRANSITIONS
from laget.rules.transitions import allows


def may_ask(actor: Actor, network: Network) -> bool:
    return network.purpose == Network.Purpose.COMPETENCE and actor.holds(Role.COORDINATOR, at=network.pk)


def represents_owner(actor: Actor, behovsmelding: Behovsmelding) -> bool:
    return actor.holds(Role.OWNER, at=behovsmelding.party_id)


def receives(actor: Actor, behovsmelding: Behovsmelding) -> bool:
    return actor.holds(Role.COORDINATOR, at=behovsmelding.network_id)


def can_submit(actor: Actor, behovsmelding: Behovsmelding) -> bool:
    return represents_owner(actor, behovsmelding) and allows(TRANSITIONS, State(behovsmelding.state), Act.SUBMIT)


def can_return(actor: Actor, behovsmelding: Behovsmelding) -> bool:
    return receives(actor, behovsmelding) and allows(TRANSITIONS, State(behovsmelding.state), Act.RETURN)
