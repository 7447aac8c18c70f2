"""What is due, and for whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Func, QuerySet
from django.http import Http404

from laget.base.accounts.actor import Actor
from laget.base.actors.models import County, Forum, Network
from laget.base.cycle.county_file import DateRule
from laget.base.cycle.models import FormVersion, LocalDate, Round, RuleSet, Task
from laget.base.cycle.national import WHO, National, in_the_way
from laget.base.prepared import Named, Pages, Prepared, PreparedPages, Slot, among
from laget.rules.dates import Deadline
from laget.rules.wheel import days_of, earliest, too_early


def rounds_visible_to(actor: Actor) -> QuerySet[Round]:
    """The rounds of the counties this person takes part in."""
    return Round.objects.filter(county__in=actor.counties).select_related("rule_set")


def visible_round(actor: Actor, pk: int) -> Round:
    """One of them; 404 when it is none of theirs."""
    found = _ROUND(pk=pk, counties=list(actor.counties))
    if not found:
        raise Http404
    return found[0]


_ROUND = Prepared(
    lambda: Round.objects.filter(among("county_id", Slot("counties")), pk=Slot("pk")).select_related("rule_set")
)


def calling_day(round: Round) -> date:
    """When the forum's members should have been called to the meeting of the year, with its papers."""
    step = next(each for each in ("papers", "forum_spring", "innstilling") if each in round.file.dates)
    deadline = round.deadline(step)
    return deadline.first if step == "forum_spring" else deadline.applies


def forum_of(round: Round) -> Forum:
    return Forum.objects.get(county=round.county)


def my_tasks(actor: Actor) -> QuerySet[Task]:
    """What this person has to do, in any of their roles, soonest first."""
    return _mine(_doer(actor))


def tasks_shown(actor: Actor, *, party: UUID | None) -> Pages[Task]:
    """The same, of one party or of all of them, for their front page."""
    return _SHOWN(**_doer(actor, party=party))


def _doer(actor: Actor, *, party: UUID | None = None) -> dict[str, Any]:
    held = [each for each in actor.holdings if party in (None, each.party)]
    return {
        "parties": [each.party for each in held],
        "roles": [each.role.value for each in held],
        "me": actor.person.pk,
    }


def _mine(doer: Mapping[str, Any]) -> QuerySet[Task]:
    return Task.objects.filter(Mine(doer), done_at=None).select_related("party", "round").order_by("due", "pk")


class Mine(Func):
    """That a task is for a role that someone holds: for all who hold it, or for them."""

    output_field = BooleanField()

    def __init__(self, doer: Mapping[str, Any]) -> None:
        super().__init__("party", "role", "person")
        self.doer = doer

    def as_sql(self, compiler: Any, *_args: Any, **_extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        party, role, person = (compiler.compile(column)[0] for column in self.source_expressions)
        held = f"({party}, {role}) IN (SELECT * FROM unnest(%s::uuid[], %s::text[]))"  # noqa: S608 -- ours alone
        return f"({held} AND ({person} IS NULL OR {person} = %s))", [self.doer[name] for name in _DOER]


_DOER = ("parties", "roles", "me")
_SHOWN = PreparedPages(lambda: _mine({name: Named(name) for name in _DOER}).select_related("round__rule_set"))


def local_deadline(round: Round, step: str, network: Network | None) -> Deadline:
    """When a step is due in a network: its own date if it has set one, else the county's."""
    common = round.deadline(step)
    if network is None:
        return common
    day = LocalDate.objects.filter(round=round, network=network, step=step).values_list("day", flat=True).first()
    return common if day is None else common.on(day)


@dataclass(frozen=True, slots=True)
class Before:
    """What a date builds on, and when that lets it be."""

    title: str
    days: int
    earliest: date
    broken: bool  # it comes too early


@dataclass(frozen=True, slots=True)
class Occasion:
    """A date in a county's calendar year."""

    step: str
    rule: DateRule
    deadline: Deadline
    year: int  # the budget year it belongs to
    is_own: bool = False  # set by the network whose year it is
    before: tuple[Before, ...] = ()
    collides: tuple[National, ...] = ()

    @property
    def conflicts(self) -> list[Before]:
        return [each for each in self.before if each.broken]


OwnDates = Mapping[tuple[int, int, str], date]  # by ordning, budget year and step


def occasions(rule_sets: Iterable[RuleSet], year: int, *, own: OwnDates | None = None) -> list[Occasion]:
    """Everything that falls in a calendar year, from the rounds before, of and after it, in order.

    `own` are the dates that a network has set itself: the year is then as it is there.
    """
    found: dict[tuple[str, date], Occasion] = {}
    for rule_set in rule_sets:
        for budget_year in (year - 1, year, year + 1):
            decided = rule_set.file.deadline("tilsagn", budget_year).last
            if not rule_set.info.in_force(decided):
                continue
            for step in rule_set.file.dates:
                each = _occasion(rule_set, budget_year, step, own or {})
                if each.deadline.last.year == year:
                    found[step, each.deadline.last] = each
    return sorted(found.values(), key=lambda each: (each.deadline.first, each.step))


def _occasion(rule_set: RuleSet, year: int, step: str, own: OwnDates) -> Occasion:
    rule, deadline = rule_set.file.dates[step], _deadline(rule_set, year, step, own)
    before = tuple(
        Before(
            rule_set.file.dates[each].title,
            rule.days,
            earliest(_deadline(rule_set, year, each, own), rule.days),
            too_early(deadline, _deadline(rule_set, year, each, own), rule.days),
        )
        for each in rule.after
    )
    collides = in_the_way(days_of(deadline)) if rule.who == WHO else ()
    return Occasion(step, rule, deadline, year, (rule_set.ordning_id, year, step) in own, before, collides)


def _deadline(rule_set: RuleSet, year: int, step: str, own: OwnDates) -> Deadline:
    common, day = rule_set.file.deadline(step, year), own.get((rule_set.ordning_id, year, step))
    return common if day is None else common.on(day)


def own_dates(networks: Iterable[UUID]) -> dict[UUID, dict[tuple[int, int, str], date]]:
    """The dates that networks have set themselves, by network."""
    found: dict[UUID, dict[tuple[int, int, str], date]] = {}
    for each in LocalDate.objects.filter(network__in=networks).select_related("round"):
        found.setdefault(each.network_id, {})[each.round.ordning_id, each.round.year, each.step] = each.day
    return found


def conflicts_in(round: Round, network: Network, step: str) -> list[Before]:
    """What a step comes too early after, in a network with the dates it has set itself."""
    own = own_dates([network.pk]).get(network.pk, {})
    return _occasion(round.rule_set, round.year, step, own).conflicts


def rule_sets_of(county: County) -> list[RuleSet]:
    """The rule sets of the county file last loaded."""
    newest = RuleSet.objects.filter(county=county).order_by("loaded_at").last()
    found = RuleSet.objects.filter(county=county, stored=newest.stored_id) if newest else RuleSet.objects.none()
    return list(found.select_related("ordning", "stored"))


def ordninger_of(loaded: list[RuleSet]) -> list[tuple[str, str]]:
    """The key and the short name of each ordning, where the county file of these rule sets has several at once."""
    return [(key, own.short) for key, own in loaded[0].whole_file.ordninger.items()] if loaded else []


def round_of_year(round: Round, year: int) -> Round | None:
    """The one that runs the same ordning that year, or the ordning that has taken it over. None before there is one."""
    later = Round.objects.filter(county=round.county_id, year=year).select_related("rule_set__stored", "ordning")
    return next((each for each in later if round.rules.ordning in each.ordning_keys), None)


def newest_forms(round: Any, kind: Any) -> QuerySet[FormVersion]:
    """The one that is in use for what is opened now; none for a kind that the round doesn't have."""
    return FormVersion.objects.filter(round=round, kind=kind).order_by("-number")[:1]
