"""What an adopted plan says now, and how it goes with each thing in it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from laget.base.questions.answers import layout_of_version
from laget.base.questions.models import Version
from laget.need.plans.models import Plan, Progress
from laget.need.plans.reading import Content, read_plan
from laget.need.plans.states import FOLLOWED


@dataclass(frozen=True, slots=True)
class Followed:
    """Something that is followed up. The newest of its history is how it goes."""

    key: str  # its section and id in the plan: "phases.3f2a"
    title: str
    start: date | None
    end: date | None  # when it is to be done, or decided on
    responsible: str
    history: list[Progress]  # the newest first

    @property
    def section(self) -> str:
        return self.key.partition(".")[0]

    @property
    def anchor(self) -> str:
        return anchor_of(self.key)

    @property
    def now(self) -> Progress | None:
        return self.history[0] if self.history else None


def anchor_of(key: str) -> str:
    """Where it stands on the page that follows the plan up."""
    return key.replace(".", "-")


def standing(plan: Plan) -> Version | None:
    """The version that was adopted last: what is steered by, also while the next one is written."""
    found = Version.objects.filter(document=plan.pk, adoption__isnull=False).select_related("adoption")
    return found.order_by("-number").first()


def content_of(plan: Plan, version: Version) -> Content:
    return read_plan(layout_of_version(plan, version), version.content["answers"])


def history_of(plan: Plan) -> dict[str, list[Progress]]:
    """What has been said of each thing, the newest first. One query."""
    return _by_item(Progress.objects.filter(plan=plan.pk))


def history_over_years(plan: Plan) -> dict[str, list[Progress]]:
    """The same, and after it what was said of it in last year's plan, where this one was rolled on from that."""
    return _by_item(Progress.objects.filter(plan__in=[each for each in (plan.pk, last_years_plan(plan)) if each]))


def last_years_plan(plan: Plan) -> UUID | None:
    """The one that it was rolled on from."""
    if plan.rolled_from_id is None:
        return None
    return Version.objects.values_list("document", flat=True).get(pk=plan.rolled_from_id)


def _by_item(said: QuerySet[Progress]) -> dict[str, list[Progress]]:
    found: dict[str, list[Progress]] = defaultdict(list)
    for each in said.select_related("by").order_by("-plan__round__year", "-pk"):
        found[each.item].append(each)
    return dict(found)


def followed(content: Content, history: Mapping[str, list[Progress]]) -> list[tuple[str, list[Followed]]]:
    """All that is followed up, section by section, each with its title."""
    sections = ((key, [*_in_section(key, content, history)]) for key in FOLLOWED)
    return [(content.titles[key], things) for key, things in sections if things]


def _in_section(section: str, content: Content, history: Mapping[str, list[Progress]]) -> Iterator[Followed]:
    for each in getattr(content, section):
        key = f"{section}.{each.id}"
        yield Followed(key, each.title, *_days_of(section, each), history=history.get(key, []))


def _days_of(section: str, each: Any) -> tuple[date | None, date | None, str]:
    match section:
        case "phases" | "measures":
            return each.start, each.end, each.responsible
        case "milestones" | "tasks":
            return None, each.on, each.responsible
        case "agreements":
            return None, each.notice or each.end, ""
    return None, None, ""
