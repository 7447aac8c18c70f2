"""What a leader can choose from: what was shown of a result, what children have said, and other sources."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils.timezone import localdate

from laget.base.accounts.actor import Actor
from laget.base.questions.evidence import Evidence
from laget.need.surveys.models import OtherSource
from laget.need.surveys.other_sources import shown_number
from laget.need.surveys.result_queries import Result
from laget.need.surveys.results import Measure, Statement
from laget.need.voices.evidence import evidence_at, title_of

MOST = 40  # findings in one assessment: what is more than that, nobody reads


@dataclass(frozen=True, slots=True)
class Offer:
    """Findings under one heading."""

    title: str
    evidence: tuple[Evidence, ...]


def offers_in(result: Result) -> list[Offer]:
    """The areas and statements of one group. What is hidden is not offered."""
    offers = [Offer("", tuple(_taken(result, "scale", each) for each in result.measures if each.figure))]
    times = Counter(each.title for part in result.parts for each in part.statements)
    offers += [
        Offer(
            part.title,
            tuple(
                # Asked in several parts, such as what one can and what one needs: alone it wouldn't say which.
                _taken(result, "item", each, within=part.title if times[each.title] > 1 else "")
                for each in part.statements
                if each.figure
            ),
        )
        for part in result.parts
    ]
    return [offer for offer in offers if offer.evidence]


def offers_from(sources: Iterable[OtherSource]) -> list[Offer]:
    return [Offer(source.title, tuple(_rows_of(source))) for source in sources]


def offers_of_children(actor: Actor, unit: UUID) -> list[Offer]:
    """What children at the virksomhet have said, beside what the staff have, in each closed period."""
    found = [Offer(title_of(listening), tuple(evidence)) for listening, evidence in evidence_at(actor, unit)]
    return [offer for offer in found if offer.evidence]


def _taken(result: Result, kind: str, found: Measure | Statement, *, within: str = "") -> Evidence:
    assert found.figure
    return Evidence(
        id=f"g{result.group.pk}:{kind}:{found.key}",
        title=result.survey.title,
        group=result.name,
        text=f"{within} {found.title}".strip(),
        dated=localdate(result.release.frozen_at).isoformat(),
        sha256=result.release.sha256,
        span=f"{found.low}–{found.high}",
        n=found.figure.n,
        mean=found.figure.mean,
        spread=found.figure.sd,
    )


def _rows_of(source: OtherSource) -> Iterator[Evidence]:
    for number, (what, value, unit) in enumerate(source.rows):
        yield Evidence(
            id=f"s{source.pk}:{number}",
            title=source.title,
            group=source.party.name,
            text=what,
            dated=source.dated.isoformat(),
            sha256="",
            number=f"{shown_number(value)} {unit}".strip() if value is not None else shown_number(None),
            source=source.source,
        )
