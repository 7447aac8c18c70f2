"""What is due, and for whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from laget.base.accounts.actor import Actor
from laget.base.actors.models import County, Forum, Network
from laget.base.cycle.county_file import DateRule
from laget.base.cycle.models import FormVersion, LocalDate, Round, RuleSet, Task
from laget.rules.dates import Deadline


def rounds_visible_to(actor: Actor) -> QuerySet[Round]:
    """The rounds of the counties this person takes part in."""
    return Round.objects.filter(county__in=actor.counties).select_related("rule_set")


def calling_day(round: Round) -> date:
    """When the forum's members should have been called to the meeting of the year, with its papers."""
    step = next(each for each in ("papers", "forum_spring", "innstilling") if each in round.file.dates)
    deadline = round.deadline(step)
    return (deadline.first or deadline.applies) if step == "forum_spring" else deadline.applies


def forum_of(round: Round) -> Forum:
    return Forum.objects.get(county=round.county)


def my_tasks(actor: Actor) -> QuerySet[Task]:
    """What this person has to do, in any of their roles, soonest first."""
    held = [Q(party=holding.party, role=holding.role) for holding in actor.holdings]
    mine = reduce(or_, held) if held else Q(pk=None)
    return Task.objects.filter(mine, done_at=None).select_related("party", "round").order_by("due", "pk")


def awaited_tasks(actor: Actor) -> QuerySet[Task]:
    """What others are to send to those this person works for."""
    others = Task.objects.filter(awaited_by__in=actor.writing, done_at=None)
    in_order = others.exclude(party__in=actor.writing).order_by(
        "due", "step", "title", "round__year", "party__sort_key", "pk"
    )
    return in_order.select_related("party", "round")


def local_deadline(round: Round, step: str, network: Network | None) -> Deadline:
    """When a step is due in a network: its own date if it has set one, else the county's."""
    common = round.deadline(step)
    if network is None:
        return common
    day = LocalDate.objects.filter(round=round, network=network, step=step).values_list("day", flat=True).first()
    return common if day is None else common.on(day)


@dataclass(frozen=True, slots=True)
class Occasion:
    """A date in a county's calendar year."""

    step: str
    rule: DateRule
    deadline: Deadline
    year: int  # the budget year it belongs to


def occasions(rule_sets: Iterable[RuleSet], year: int) -> list[Occasion]:
    """Everything that falls in a calendar year, from the rounds before, of and after it, in order."""
    found: dict[tuple[str, date], Occasion] = {}
    for rule_set in rule_sets:
        for budget_year in (year - 1, year, year + 1):
            for step, rule in rule_set.file.dates.items():
                deadline = rule_set.file.deadline(step, budget_year)
                decided = rule_set.file.deadline("tilsagn", budget_year).last
                if deadline.last.year == year and rule_set.info.in_force(decided):
                    found[step, deadline.last] = Occasion(step, rule, deadline, budget_year)
    return sorted(found.values(), key=lambda each: (each.deadline.first, each.step))


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
