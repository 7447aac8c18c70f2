from uuid import UUID

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import County, Network
from laget.base.cycle.models import Round
from laget.base.cycle.proposals import Proposal
from laget.rules.dates import Precision


def may_decide(actor: Actor, proposal: Proposal) -> bool:
    """A decision-maker who did not prepare it. Also said by a constraint in the database."""
    return actor.holds(Role.DECIDER, at=proposal.county_id) and proposal.proposed_by_id != actor.person.pk


def may_withdraw(actor: Actor, proposal: Proposal) -> bool:
    """The case officer who proposed it."""
    return actor.holds(Role.CASE_OFFICER, at=proposal.county_id) and proposal.proposed_by_id == actor.person.pk


def may_open_round(actor: Actor, county: County) -> bool:
    return actor.holds(Role.CASE_OFFICER, Role.ADMINISTRATOR, at=county.pk)


def may_change_forms(actor: Actor, round: Round) -> bool:
    """Those who administer a county decide what it asks."""
    return actor.holds(Role.ADMINISTRATOR, at=round.county_id)


def may_set_local_date(actor: Actor, round: Round, network: Network, step: str) -> bool:
    """The koordinator sets the dates that the county leaves to the networks, and no others."""
    return (
        actor.holds(Role.COORDINATOR, at=network.pk) and is_local(round, step) and network.county_id == round.county_id
    )


def may_keep_year_of(actor: Actor, network: UUID | None) -> bool:
    """The koordinator and the network's UH write what they do together in its year."""
    return network is not None and network in actor.leading_networks


def is_local(round: Round, step: str) -> bool:
    rule = round.file.dates.get(step)
    return rule is not None and rule.when is Precision.LOCAL
