"""The oracle of results: who may see which group, clear what people wrote, and enter numbers from elsewhere."""

from dataclasses import dataclass

from laget.base.accounts.roles import Role
from laget.config.tests.matrix import policy
from laget.config.tests.matrix.answers import Answer
from laget.config.tests.matrix.cast import OWNER_OF, PARTNERS_OF, Someone, county_of, network_of
from laget.config.tests.matrix.policy import DRAFTS, READING, Paper, follows_every_case
from laget.config.tests.matrix.surveys import ASKERS, Kartlegging, asks, runs, sees


@dataclass(frozen=True)
class GroupOf:
    """One group of a result: a unit, an owner, or anything wider."""

    survey: Kartlegging
    level: str
    name: str


def reading(who: Someone, thing: Kartlegging | GroupOf) -> Answer:
    if isinstance(thing, Kartlegging):
        return Answer.PAGE if sees(who, thing) else Answer.NOT_FOUND
    return Answer.PAGE if sees(who, thing.survey) and _sees_group(who, thing) else Answer.NOT_FOUND


def _sees_group(who: Someone, group: GroupOf) -> bool:
    """A unit is for those who work there, its owner and whoever asked. An owner is for its own, and those above it."""
    if group.level == "unit":
        near = (group.name, OWNER_OF[group.name], group.survey.asker)
        return any(who.holds(*READING, at=each) for each in near)
    if group.level == "owner":
        units = [unit for unit in group.survey.units if OWNER_OF[unit] == group.name]
        network = str(network_of(group.name))
        leads = who.holds(Role.COORDINATOR, at=network) or any(
            who.holds(Role.PARTNER, at=uh) for uh in PARTNERS_OF[network]
        )
        own = any(who.holds(*READING, at=each) for each in (group.name, *units))
        return own or leads or follows_every_case(who, group.survey.county)
    return True


def clearing(who: Someone, survey: Kartlegging) -> Answer:
    return Answer.PAGE if runs(who, survey) else Answer.NOT_FOUND


def clearing_nothing(who: Someone, survey: Kartlegging) -> Answer:
    """When nothing is ticked, nothing happens."""
    return Answer.ELSEWHERE if runs(who, survey) else Answer.NOT_FOUND


def sees_source(who: Someone, party: str) -> bool:
    """Their own numbers, those of their owner and of the units they own, and those of their networks and counties."""
    own = who.holds(*READING, at=party) or who.holds(*READING, at=OWNER_OF.get(party))
    units = any(who.holds(*READING, at=unit) for unit, owner in OWNER_OF.items() if owner == party)
    return own or units or party in who.networks or (party == county_of(party) and party in who.counties)


def deletes_source(who: Someone, party: str) -> bool:
    return sees_source(who, party) and asks(who, party)


def entering_page(who: Someone, _thing: object) -> Answer:
    return Answer.PAGE if any(role in ASKERS for role, _where in who.roles) else Answer.NOT_FOUND


def entering(who: Someone, party: str | None) -> Answer:
    """For a party they lead. An empty form, or one for another party, comes back."""
    if not any(role in ASKERS for role, _where in who.roles):
        return Answer.NOT_FOUND
    return Answer.DONE if party and asks(who, party) else Answer.INVALID


def choosing(who: Someone, paper: Paper) -> Answer:
    """The leader chooses what the assessment rests on, while it is written."""
    if not policy.leads_the_virksomhet(who, paper):
        return Answer.NOT_FOUND
    return Answer.PAGE if paper.state in DRAFTS else Answer.ELSEWHERE


def choosing_nothing(who: Someone, paper: Paper) -> Answer:
    return Answer.ELSEWHERE if policy.leads_the_virksomhet(who, paper) else Answer.NOT_FOUND
