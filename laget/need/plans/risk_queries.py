"""How the risks of plans have been judged, review by review."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from laget.base.questions.models import Version
from laget.need.plans.matrix import Height, height_of
from laget.need.plans.models import Plan, RiskReview
from laget.need.plans.reading import Content, PlannedRisk
from laget.rules.risk import Risk


@dataclass(frozen=True, slots=True)
class Review:
    """One time that all the risks of a plan were gone through."""

    held_on: date
    at: datetime
    by: str
    said: dict[str, RiskReview]  # by the id of the risk

    @property
    def has_notes(self) -> bool:
        return any(each.note for each in self.said.values())


@dataclass(frozen=True, slots=True)
class Moved:
    """How high a risk was in one review, and how far it had moved since the one before."""

    height: Height | None
    by: int | None

    @property
    def direction(self) -> str:
        if self.by is None:
            return ""
        return "up" if self.by > 0 else "down" if self.by < 0 else "same"


def reviews_of(plan: Plan) -> list[Review]:
    """The oldest first. One query."""
    found: dict[datetime, Review] = {}
    for each in RiskReview.objects.filter(plan=plan.pk).select_related("by").order_by("held_on", "at", "pk"):
        review = found.setdefault(each.at, Review(each.held_on, each.at, each.by.name, {}))
        review.said[each.risk] = each
    return list(found.values())


def newest_reviews(versions: Iterable[Version]) -> dict[UUID, dict[str, Risk]]:
    """What counts now of each plan, by its id and the ids of its risks: the newest since the plan was adopted.

    What was said before that, the plan itself has had the chance to take in. One query for them all.
    """
    adopted = {each.document_id: each.adoption.at for each in versions}
    found: dict[UUID, dict[str, Risk]] = {pk: {} for pk in adopted}
    for each in RiskReview.objects.filter(plan__in=adopted).order_by("held_on", "at", "pk"):
        if each.at >= adopted[each.plan_id]:
            found[each.plan_id][each.risk] = each.judged
    return found


def movements(content: Content, reviews: Sequence[Review]) -> list[tuple[PlannedRisk, list[Moved]]]:
    """Each risk as the plan says it, and then review by review."""
    return [(each, _movement(each, content, reviews)) for each in content.risks]


def _movement(risk: PlannedRisk, content: Content, reviews: Sequence[Review]) -> list[Moved]:
    found = [Moved(height_of(risk.now, content.limits), None)]
    before = risk.now
    for review in reviews:
        said = review.said.get(risk.id)
        judged = said.judged if said else None
        by = judged.product - before.product if judged and before else None
        found.append(Moved(height_of(judged, content.limits), by))
        before = judged or before
    return found
