"""What is granted goes into the county's ledger: one award for each tiltak or earmark, with all its years."""

from datetime import datetime
from typing import Any

from laget.base.questions.answers import NotReady, Problem, layout_of, value
from laget.grant.allocation.actions import refuse_more_than_is_free
from laget.grant.innstilling.models import RecommendedAmount
from laget.grant.ledger import actions as ledger_actions
from laget.grant.ledger.models import Award
from laget.grant.tilsagn.models import GrantedAmount, Tilsagn
from laget.rules.ledger import CannotBook, Entry, Kind


def grant(tilsagn: Tilsagn, *, at: datetime) -> int:
    """Keep what is granted, book every year of it, and return the sum for the year of the round.

    Later years are bound from now on, and taken off before the next year's needs. Raises NotReady when it
    is more than what is free of the county's money.
    """
    lines = _lines(tilsagn)
    now: int = sum(line["amount"] for line in lines if line["year"] == tilsagn.round.year)
    try:
        refuse_more_than_is_free(tilsagn.round, now)
    except CannotBook as problem:
        raise NotReady([Problem(str(problem), "lines")]) from None
    awards = _open_awards(tilsagn, [line for line in lines if line["amount"]])
    GrantedAmount.objects.bulk_create(
        GrantedAmount(
            tilsagn=tilsagn,
            recommended=line["recommended"],
            award=awards.get(_origin(line["recommended"])) if line["amount"] else None,
            year=line["year"],
            amount=line["amount"],
            reason=line["reason"],
        )
        for line in lines
    )
    entries = [
        Entry(awards[_origin(line["recommended"])].pk, line["year"], Kind.GRANTED, line["amount"])
        for line in lines
        if line["amount"]
    ]
    ledger_actions.book(entries, round=tilsagn.round, about=tilsagn.pk, at=at)
    return now


def _lines(tilsagn: Tilsagn) -> list[dict[str, Any]]:
    """What is decided in each line, with the recommendation that it answers."""
    layout, answers = layout_of(tilsagn), tilsagn.answers
    items = layout.items(layout.section("lines"), answers)
    origins = RecommendedAmount.objects.select_related("planned__tiltak", "earmark")
    recommended = origins.in_bulk([int(item.id[1:]) for item in items])
    return [
        {
            "recommended": recommended[int(item.id[1:])],
            "year": item.given["year"],
            "amount": value(layout, answers, "lines.amount", item=item.id),
            "reason": value(layout, answers, "lines.reason", item=item.id) or "",
        }
        for item in items
    ]


def _open_awards(tilsagn: Tilsagn, lines: list[dict[str, Any]]) -> dict[tuple[str, Any], Award]:
    """One for each tiltak, whatever years it is granted for, and one for each earmark."""
    awards: dict[tuple[str, Any], Award] = {}
    for recommended in (line["recommended"] for line in lines):
        if _origin(recommended) not in awards:
            tiltak = recommended.planned.tiltak if recommended.planned else None
            awards[_origin(recommended)] = ledger_actions.open_award(
                tilsagn.round, recipient=tilsagn.subject, name=recommended.name, tiltak=tiltak
            )
    return awards


def _origin(recommended: RecommendedAmount) -> tuple[str, Any]:
    if recommended.planned:
        return "tiltak", recommended.planned.tiltak_id
    return "earmark", recommended.earmark_id
