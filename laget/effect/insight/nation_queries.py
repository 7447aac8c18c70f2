"""All counties beside each other, as sums. What is granted and sent is public; the rest is for Statsforvalteren."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from laget.base.accounts.actor import Actor
from laget.base.actors.models import County
from laget.base.cycle.models import Ordning, Round
from laget.base.questions.models import Document, Reach
from laget.effect.insight.money_queries import Money, money_by
from laget.effect.insight.picture_queries import FOR_THE_STATE
from laget.effect.uptake.models import Attended
from laget.grant.ledger.models import Entry
from laget.rules.ledger import IN


@dataclass(frozen=True, slots=True)
class CountyYear:
    """One county in one year. What isn't public is 0 or None to others than those who may see it."""

    county: County
    money: Money
    needs: int = 0
    came: int | None = None
    public_units: int = 0
    private_units: int = 0


def sees_all_counties(actor: Actor | None) -> bool:
    """More than what is granted: sums of whole counties, for those who decide in one."""
    return actor is not None and actor.holds_anywhere(*FOR_THE_STATE)


def years_known() -> list[int]:
    """Those that something is granted for, the last first; those of the rounds where nothing is."""
    rounds = set(Round.objects.values_list("year", flat=True).distinct())
    known = Entry.objects.filter(known_since__isnull=False, kind__in=IN, year__in=rounds)
    return sorted(set(known.values_list("year", flat=True).distinct()) or rounds, reverse=True)


def ordninger_known() -> dict[str, str]:
    """By key, the name of those that any county has a round of."""
    with_rounds = Ordning.objects.filter(Exists(Round.objects.filter(ordning=OuterRef("pk"))))
    return dict(with_rounds.order_by("name").values_list("key", "name"))


def counties_in(year: int, *, whole: bool, ordning: str = "") -> list[CountyYear]:
    """Every county by name: with `whole`, all that is known; else what is public. A fixed number of queries."""
    entries = Entry.objects.filter(known_since__isnull=False, year=year)
    if ordning:
        rounds = Round.objects.filter(year=year, ordning__key=ordning).select_related("rule_set__stored")
        keys = {key for each in rounds for key in each.ordning_keys}
        entries = entries.filter(award__given_in__ordning__key__in=keys)
    money: dict[UUID, Money] = money_by(entries if whole else entries.filter(kind__in=IN), "award__county")
    counties: Sequence[County] = list(County.objects.order_by("sort_key", "pk"))
    if not whole:
        return [CountyYear(each, money.get(each.pk, Money())) for each in counties]
    sent = Document.objects.filter(kind="behovsmelding", round__year=year).exclude(reach=Reach.AUTHORS)
    sent = sent.filter(round__ordning__key=ordning) if ordning else sent
    needs = dict(sent.order_by().values_list("county").annotate(Count("pk")))
    of_ordning = Q(ordning__key=ordning) if ordning else Q(ordning=None)
    counted = Attended.objects.filter(of_ordning, year=year, party__in=[each.pk for each in counties])
    came = {each.party_id: each for each in counted}
    return [_whole(each, money.get(each.pk, Money()), needs.get(each.pk, 0), came.get(each.pk)) for each in counties]


def _whole(county: County, money: Money, needs: int, came: Attended | None) -> CountyYear:
    if came is None:
        return CountyYear(county, money, needs)
    return CountyYear(county, money, needs, came.number, came.public_units, came.private_units)


@dataclass(frozen=True, slots=True)
class Sums:
    """All counties added up. `came` is of those counties whose number is shown; None when none of them is."""

    granted: int
    paid: int
    used: int
    tiltak: int
    needs: int
    came: int | None
    units: int
    counties: int  # that something is granted in


def sums_of(counties: Sequence[CountyYear]) -> Sums:
    came = [each.came for each in counties if each.came is not None]
    return Sums(
        sum(each.money.granted for each in counties),
        sum(each.money.paid for each in counties),
        sum(each.money.used for each in counties),
        sum(each.money.tiltak for each in counties),
        sum(each.needs for each in counties),
        sum(came) if came else None,
        sum(each.public_units + each.private_units for each in counties),
        sum(bool(each.money.granted) for each in counties),
    )
