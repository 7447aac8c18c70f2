"""The dates of the year that concern someone: the county's for their audience, and their networks' own."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from laget.base.accounts.actor import Actor
from laget.base.accounts.queries import counties_visible_to
from laget.base.accounts.roles import HELD_AT, Place
from laget.base.actors.models import County
from laget.base.cycle.models import LocalDate, RuleSet
from laget.base.cycle.queries import Occasion, occasions, rule_sets_of
from laget.rules.dates import Deadline, Precision

AUDIENCES = ("virksomhet", "network", "forum", "statsforvalter")
_AUDIENCE_AT = {
    Place.VIRKSOMHET: "virksomhet",
    Place.OWNER: "virksomhet",
    Place.NETWORK: "network",
    Place.PARTNER: "network",
    Place.FORUM: "forum",
    Place.COUNTY: "statsforvalter",
}


@dataclass(frozen=True, slots=True)
class DateOf:
    """A date of a county's year, or of a network there that has set its own."""

    county: County
    rule_set: RuleSet
    occasion: Occasion
    network: str = ""  # its name, and its key
    network_key: str = ""

    @property
    def deadline(self) -> Deadline:
        return self.occasion.deadline


def audiences(actor: Actor, county: UUID) -> set[str]:
    """Whose dates in a county concern someone, by the roles they hold."""
    return {_AUDIENCE_AT[HELD_AT[each.role]] for each in actor.holdings if county in each.counties}


def dates_for(actor: Actor, *, years: Iterable[int]) -> list[DateOf]:
    """In order. A date that a network of theirs has set itself stands in the place of the county's there."""
    years, found = list(years), []
    own = LocalDate.objects.filter(network__in=actor.networks).select_related("network", "round__rule_set")
    for county in counties_visible_to(actor):
        wanted, loaded = audiences(actor, county.pk), rule_sets_of(county)
        dated = [(rule_set, each) for rule_set in loaded for year in years for each in occasions([rule_set], year)]
        for rule_set, occasion in dated:
            if occasion.rule.who not in wanted:
                continue
            mine = [
                each for each in own
                if (each.round.county_id, each.round.ordning_id) == (county.pk, rule_set.ordning_id)
                and (each.step, each.round.year) == (occasion.step, occasion.year)
            ]  # fmt: skip
            found += [_set_by(each, county, rule_set, occasion) for each in mine]
            if not mine or len(mine) < _setting(actor, county) or occasion.rule.when is not Precision.LOCAL:
                found.append(DateOf(county, rule_set, occasion))
    return sorted(found, key=lambda each: (each.deadline.first, each.occasion.step, each.network_key))


def _setting(actor: Actor, county: County) -> int:
    """How many networks there someone takes part in."""
    return len({n for each in actor.holdings for n in each.networks if county.pk in each.counties})


def _set_by(local: LocalDate, county: County, rule_set: RuleSet, occasion: Occasion) -> DateOf:
    theirs = Occasion(occasion.step, occasion.rule, occasion.deadline.on(local.day), occasion.year)
    return DateOf(county, rule_set, theirs, local.network.name, local.network.key)
