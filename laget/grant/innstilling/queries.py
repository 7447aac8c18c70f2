from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from operator import attrgetter

from laget.base.actors.models import Network
from laget.base.cycle.models import Round
from laget.base.questions.answers import layout_of, layout_of_content, value
from laget.base.questions.structure import Layout
from laget.grant.allocation.models import Frame
from laget.grant.beslutningsgrunnlag.models import Beslutningsgrunnlag
from laget.grant.forum.lines import WITH_THE_FORUM
from laget.grant.innstilling.models import Innstilling
from laget.need.tiltak.models import Tiltak
from laget.need.tiltak.plans import target_groups
from laget.rules.words import and_list


def innstilling_of(round: Round) -> Innstilling | None:
    """The one of a round, whoever asks: what may be done next depends on whether it is there."""
    return Innstilling.objects.filter(round=round).first()


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One tiltak with the five things that the mandate of the forum demands an innstilling to show.

    Whether it is prioritised, who takes part and for how long, how it meets the criteria, who works
    together, and how the money is to be split. Source: Mandat for samarbeidsforum, Udir.
    """

    tiltak: Tiltak
    target_groups: list[str]
    criteria: list[tuple[str, str]]  # criterion, and the evidence given for it
    partners: list[str]
    owners: list[str]
    split: list[tuple[str, int, int, int]]  # recipient, year, applied, recommended

    @property
    def together(self) -> str:
        return and_list([*self.owners, *self.partners])

    @property
    def applied(self) -> int:
        return sum(applied for _who, _year, applied, _amount in self.split)

    @property
    def recommended(self) -> int:
        return sum(amount for _who, _year, _applied, amount in self.split)


@dataclass(frozen=True, slots=True)
class Sums:
    """What some tiltak come to, in all their years; and each year apart, where there are several."""

    tiltak: int
    prioritised: int
    applied: int
    recommended: int
    by_year: list[tuple[int, int, int]]  # year, applied, recommended


def sums_of(found: Collection[Recommendation]) -> Sums:
    return Sums(
        len(found),
        sum(each.recommended > 0 for each in found),
        sum(each.applied for each in found),
        sum(each.recommended for each in found),
        _by_year(line for each in found for line in each.split),
    )


def _by_year(split: Iterable[tuple[str, int, int, int]]) -> list[tuple[int, int, int]]:
    applied: Counter[int] = Counter()
    recommended: Counter[int] = Counter()
    for _who, year, asked, amount in split:
        applied[year] += asked
        recommended[year] += amount
    return [(year, applied[year], recommended[year]) for year in sorted(applied)] if len(applied) > 1 else []


def by_network(found: Iterable[Recommendation]) -> dict[Network, list[Recommendation]]:
    of: dict[Network, list[Recommendation]] = {}
    for each in found:
        of.setdefault(each.tiltak.network, []).append(each)
    return of


def recommendations(innstilling: Innstilling) -> list[Recommendation]:
    """Every tiltak on the table, each in its place. A fixed number of queries.

    The amounts are those of the innstilling as it is read: a version keeps its own.
    """
    layout, answers = layout_of(innstilling), innstilling.answers
    lines = {line["id"]: line for line in innstilling.given.get("items", {}).get("lines", ())}
    tiltak = (
        Tiltak.objects.filter(round=innstilling.round)
        .select_related("network", "applicant", "version")
        .prefetch_related("partners", "needs__document__subject", "amounts__recipient")
    )
    found = []
    for each in sorted(tiltak, key=attrgetter("place")):
        split = [
            (
                p.recipient.name,
                p.year,
                lines[f"p{p.pk}"]["amount"],
                value(layout, answers, "lines.amount", item=f"p{p.pk}") or 0,
            )
            for p in sorted(each.amounts.all(), key=lambda p: (p.year, p.recipient.sort_key))
            if f"p{p.pk}" in lines
        ]
        if split:
            owners = sorted({need.document.subject.name for need in each.needs.all()})
            planned_in = _layout(innstilling, each)
            labels = target_groups(planned_in)
            groups = [labels.get(group, group) for group in each.target_groups]
            partners = [partner.name for partner in each.partners.all()]
            found.append(Recommendation(each, groups, _criteria(planned_in, each), partners, owners, split))
    return found


def sets_aside(innstilling: Innstilling) -> bool:
    """Whether some of what it recommends is for no tiltak."""
    lines = innstilling.given.get("items", {}).get("lines", ())
    return any(line["id"].startswith("e") for line in lines)  # of an earmark


def not_here_yet(innstilling: Innstilling) -> list[str]:
    """The networks with a frame whose beslutningsgrunnlag has not come."""
    here = Beslutningsgrunnlag.objects.filter(round=innstilling.round_id, state__in=WITH_THE_FORUM).values("network")
    frames = Frame.objects.filter(allocation__round=innstilling.round_id).exclude(network__in=here)
    return [frame.network.name for frame in frames.select_related("network").order_by("network__sort_key")]


def _layout(innstilling: Innstilling, tiltak: Tiltak) -> Layout:
    """The form that it was planned in."""
    return layout_of_content(tiltak.version.content, innstilling.round.rules)


def _criteria(layout: Layout, tiltak: Tiltak) -> list[tuple[str, str]]:
    content = tiltak.version.content
    section = layout.section("tiltak")
    cells = [cell for cell in layout.cells(section, tiltak.item) if cell.question.type == "criteria"]
    return [(cell.label, content["answers"].get(cell.path, "")) for cell in cells]
