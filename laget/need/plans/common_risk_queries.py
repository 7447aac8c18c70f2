"""The risks that many plans have in common, theme by theme, for those who see many plans."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.cycle.models import Round
from laget.base.questions.answers import layout_of_content
from laget.base.questions.models import Document, Version
from laget.need.plans.matrix import Height, judged
from laget.need.plans.models import Plan
from laget.need.plans.queries import adopted_versions, visible_to
from laget.need.plans.reading import PlannedRisk, read_plan
from laget.need.plans.risk_queries import newest_reviews
from laget.rules.risk import Level, Limits, Risk, first_things_first


@dataclass(frozen=True, slots=True)
class Common:
    """A risk of one of the plans, with how high that plan's own limits make it."""

    plan: Document
    planned: PlannedRisk
    now: Height | None
    limits: Limits


@dataclass(frozen=True, slots=True)
class Theme:
    """What some of the risks are about, those that must be done something about first on top."""

    title: str  # empty for the risks without a theme
    risks: list[Common]

    @property
    def plans(self) -> int:
        return len({each.plan.pk for each in self.risks})

    @property
    def highest(self) -> Height | None:
        return self.risks[0].now

    @property
    def reds(self) -> int:
        return self._levels[Level.RED]

    @property
    def yellows(self) -> int:
        return self._levels[Level.YELLOW]

    @property
    def greens(self) -> int:
        return self._levels[Level.GREEN]

    @property
    def _levels(self) -> Counter[Level]:
        return Counter(each.now.level for each in self.risks if each.now)


def common_risks(actor: Actor, round: Round) -> list[Theme]:
    """Of the plans that stand in the round, those that most plans have first. Three queries."""
    versions = _standing(actor, round)
    reviews = newest_reviews(versions)
    themes: dict[str, list[Common]] = {}
    titles: dict[str, str] = {}
    for each in _risks_of(versions, reviews):
        themes.setdefault(each.planned.theme, []).append(each)
        titles.setdefault(each.planned.theme, each.planned.theme_in_words)
    found = [Theme(titles[key], _in_order(risks)) for key, risks in themes.items()]
    return sorted(
        found, key=lambda each: (-each.plans, -(each.highest.risk.product if each.highest else 0), each.title)
    )


def _standing(actor: Actor, round: Round) -> list[Version]:
    """What was adopted last by each, up to the round's year, and still applies."""
    seen = followed_plans(actor, round).order_by().values("pk")
    found = adopted_versions().filter(document__in=seen).select_related("document__round__rule_set")
    newest: dict[tuple[UUID, str], Version] = {}
    for each in sorted(found, key=lambda version: version.document.round.year):
        newest[each.document.subject_id, each.document.kind] = each
    return list(newest.values())


def followed_plans(actor: Actor, round: Round) -> QuerySet[Plan]:
    """All that one sees in a county that one follows, or in the networks that one coordinates."""
    own = Q(network__in=actor.where(Role.COORDINATOR))
    found = visible_to(actor) if round.county_id in actor.county_wide else visible_to(actor).filter(own)
    return found.filter(
        round__county=round.county_id, round__year__lte=round.year, round__ordning__key__in=round.ordning_keys
    )


def _risks_of(versions: Iterable[Version], reviews: dict[UUID, dict[str, Risk]]) -> Iterator[Common]:
    for version in versions:
        plan = version.document
        content = read_plan(layout_of_content(version.content, plan.round.rules), version.content["answers"])
        for each in judged(content, reviews[plan.pk]):
            yield Common(plan, each.planned, each.now, content.limits)


def _in_order(risks: list[Common]) -> list[Common]:
    return first_things_first(risks, risk_of=_risk, limits_of=lambda each: each.limits)


def _risk(each: Common) -> Risk | None:
    return each.now.risk if each.now else None
