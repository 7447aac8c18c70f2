"""The years that concern someone: the county's for each audience, and each network's own, with its own dates in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from laget.base.accounts.actor import Actor
from laget.base.accounts.queries import counties_visible_to
from laget.base.accounts.roles import HELD_AT, Place
from laget.base.actors.models import County, Network
from laget.base.cycle.calendar_models import CalendarEntry
from laget.base.cycle.models import RuleSet
from laget.base.cycle.national import WHO, National, nationals
from laget.base.cycle.queries import Occasion, occasions, own_dates, rule_sets_of
from laget.rules.dates import Deadline
from laget.rules.wheel import days_of

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
class Row:
    """One line of a year: a date of the scheme, something that happens, or what else takes people's time."""

    first: date
    occasion: Occasion | None = None
    entry: CalendarEntry | None = None
    national: National | None = None


def rows_of(
    found: Sequence[Occasion], year: int, *, entries: Iterable[CalendarEntry] = (), audience: str = ""
) -> list[Row]:
    """A year as a list, in order."""
    rows = [Row(days_of(each.deadline).first, occasion=each) for each in found]
    rows += [Row(each.first, entry=each) for each in entries]
    rows += [Row(each.span.first, national=each) for each in asked_in(year, audience)]
    return sorted(rows, key=lambda row: row.first)


def asked_in(year: int, audience: str = "") -> tuple[National, ...]:
    """The national surveys and registers of a year, for those whose time they take."""
    return nationals(year) if audience in ("", WHO) else ()


def for_audience(found: Iterable[Occasion], audience: str) -> list[Occasion]:
    return [each for each in found if not audience or each.rule.who == audience]


def audiences(actor: Actor, county: UUID) -> set[str]:
    """Whose dates in a county concern someone, by the roles they hold."""
    return {_AUDIENCE_AT[HELD_AT[each.role]] for each in actor.holdings if county in each.counties}


@dataclass(frozen=True, slots=True)
class DateOf:
    """A date of a county's year, or of a network there that has set its own."""

    county: County
    rule_set: RuleSet
    occasion: Occasion
    network: Network | None = None

    @property
    def deadline(self) -> Deadline:
        return self.occasion.deadline


def dates_for(actor: Actor, *, years: Iterable[int]) -> list[DateOf]:
    """In order. A date that a network of theirs has set itself stands in the place of the county's there."""
    years, found = list(years), []
    networks = list(Network.objects.filter(pk__in=actor.networks).order_by("sort_key", "pk"))
    own = own_dates(actor.networks)
    for county in counties_visible_to(actor):
        wanted, here = audiences(actor, county.pk), [each for each in networks if each.county_id == county.pk]
        for rule_set in rule_sets_of(county):
            for year in years:
                common = [each for each in occasions([rule_set], year) if each.rule.who in wanted]
                theirs = {each: occasions([rule_set], year, own=own.get(each.pk)) for each in here}
                set_here = [(network, each) for network in here for each in theirs[network] if each.is_own]
                found += [
                    DateOf(county, rule_set, each, network) for network, each in set_here if each.rule.who in wanted
                ]
                everywhere = {key for key in _keys(own, here[:1]) if all(key in own.get(n.pk, {}) for n in here)}
                found += [
                    DateOf(county, rule_set, each)
                    for each in common
                    if (rule_set.ordning_id, each.year, each.step) not in everywhere
                ]
    return sorted(found, key=lambda each: (each.deadline.first, each.occasion.step, str(each.network or "")))


def _keys(own: dict[UUID, dict[tuple[int, int, str], date]], networks: Sequence[Network]) -> set[tuple[int, int, str]]:
    return {key for network in networks for key in own.get(network.pk, {})}
