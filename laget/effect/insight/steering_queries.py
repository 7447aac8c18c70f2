"""What Statsforvalteren tells Udir: each ordning and year of a county on one line, every figure a sum."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Sum

from laget.base.actors.models import County
from laget.base.cycle.models import Round
from laget.base.cycle.problems import CountyFileProblem
from laget.effect.insight.money_queries import OF_THE_FRAME, balances_by
from laget.effect.uptake.models import Attended
from laget.grant.allocation.inputs import inputs_from_file
from laget.grant.allocation.models import Allocation
from laget.grant.ledger.models import Entry
from laget.need.catalogue.tags import Theme
from laget.rules.ledger import IN, Balance


@dataclass(frozen=True, slots=True)
class Steering:
    """One ordning in one year. None is what isn't known, or may not be shown. Whole kroner."""

    year: int
    ordning: str
    ordning_name: str
    regulation: str
    frame: int | None
    bound: int
    granted: int  # of this year's decisions
    paid: int
    used: int
    unused: int
    tiltak: int
    recipients: int
    public_units: int | None
    private_units: int | None
    participants: int | None
    themes: Mapping[str, int]  # in words: in how many tiltak


def steering_of(county: County) -> list[Steering]:
    """The last year first. The same number of queries however many rounds there are."""
    rounds = list(
        Round.objects.filter(county=county)
        .select_related("rule_set__stored", "ordning")
        .order_by("-year", "ordning__name")
    )
    adopted = dict(Allocation.objects.filter(round__in=rounds).values_list("round", "result"))
    known = Entry.objects.filter(award__county=county, known_since__isnull=False)
    key = "award__given_in__ordning__key"
    balances = balances_by(known, "year", key)
    earlier = known.filter(kind__in=OF_THE_FRAME, round__year__lt=F("year")).order_by()
    bound = {(year, of): amount for year, of, amount in earlier.values_list("year", key).annotate(Sum("amount"))}
    with_money = known.filter(kind__in=IN).order_by().values_list("year", key).distinct()
    recipients, tiltak = (
        _sets(with_money.values_list("year", key, "award__recipient")),
        _sets(with_money.exclude(award__tiltak=None).values_list("year", key, "award__tiltak")),
    )
    themes = _themes(with_money.values_list("year", key, "award__tiltak", "award__tiltak__uses__entry__themes"))
    came = {(each.year, each.ordning_id): each for each in Attended.objects.filter(county=county, party=county.pk)}
    found = []
    for round in rounds:
        keys = [(round.year, of) for of in round.ordning_keys]
        mine = [balances.get(each, (Balance(), 0)) for each in keys]
        balance = sum((each for each, _reported in mine), Balance())
        of_earlier = sum(bound.get(each, 0) for each in keys)
        counted = came.get((round.year, round.ordning_id))
        frame, bound_in_file = _frame(round, adopted)
        found.append(
            Steering(
                year=round.year,
                ordning=round.ordning.key,
                ordning_name=round.ordning.name,
                regulation=round.rule_set.regulation,
                frame=frame,
                bound=of_earlier + bound_in_file,
                granted=balance.granted + balance.supplement - of_earlier,
                paid=balance.held,
                used=balance.used,
                unused=sum(reported for _each, reported in mine) - balance.used,
                tiltak=_many(tiltak, keys),
                recipients=_many(recipients, keys),
                public_units=counted.public_units if counted else None,
                private_units=counted.private_units if counted else None,
                participants=counted.number if counted else None,
                themes=_in_words(themes, keys),
            )
        )
    return found


Key = tuple[int, str]


def _frame(round: Round, adopted: Mapping[int, Mapping[str, int]]) -> tuple[int | None, int]:
    """What was divided, or what the county file says; and what the file says is bound, for awards from before Laget."""
    try:
        given = inputs_from_file(round.file, round.year)
    except CountyFileProblem:
        return (adopted[round.pk]["grant"] if round.pk in adopted else None), 0
    return (adopted[round.pk]["grant"] if round.pk in adopted else given.grant), sum(
        each.amount for each in given.bound
    )


def _sets(rows: Iterable[tuple[int, str, UUID]]) -> dict[Key, set[UUID]]:
    found: dict[Key, set[UUID]] = defaultdict(set)
    for year, ordning, each in rows:
        found[year, ordning].add(each)
    return found


def _many(found: Mapping[Key, set[UUID]], keys: Iterable[Key]) -> int:
    return len(set[UUID]().union(*(found.get(each, set()) for each in keys)))


def _themes(rows: Iterable[tuple[int, str, UUID, list[str] | None]]) -> dict[Key, dict[str, set[UUID]]]:
    """By theme, the tiltak that name an entry of the catalogue on it."""
    found: dict[Key, dict[str, set[UUID]]] = defaultdict(lambda: defaultdict(set))
    for year, ordning, tiltak, themes in rows:
        for theme in themes or ():
            found[year, ordning][theme].add(tiltak)
    return found


def _in_words(themes: Mapping[Key, Mapping[str, set[UUID]]], keys: Iterable[Key]) -> dict[str, int]:
    keys = list(keys)
    numbers = {
        str(theme.label): len(set[UUID]().union(*(themes.get(each, {}).get(theme, set()) for each in keys)))
        for theme in Theme
    }
    return {theme: number for theme, number in numbers.items() if number}
