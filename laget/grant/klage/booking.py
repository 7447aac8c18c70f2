"""What a klage that is upheld gives more of, into the county's ledger."""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime

from laget.base.cycle.models import Round
from laget.grant.allocation.queries import money_of
from laget.grant.changes.unused import keep_asking
from laget.grant.klage.models import Klage
from laget.grant.klage.queries import Line, awards_by_origin, lines_of, origin_of
from laget.grant.ledger import actions as ledger_actions
from laget.grant.ledger.models import Award
from laget.grant.ledger.queries import standing_in
from laget.rules import ledger
from laget.rules.ledger import CannotBook, Entry, Kind


@dataclass(frozen=True, slots=True)
class More:
    """A line of the decision, and how much more it gives. Whole kroner."""

    line: Line
    amount: int


def more_of(klage: Klage) -> list[More]:
    """What is proposed: the lines that give more."""
    return [More(line, klage.more[line.key]) for line in lines_of(klage.letter) if klage.more.get(line.key)]


def check(klage: Klage) -> None:
    """Raises CannotBook unless it could be given now: no more comes back than went, and the county has the rest."""
    found = more_of(klage)
    for each in found:
        if each.line.most is not None and each.amount > each.line.most:
            raise CannotBook(f"{each.line.name}: det kan ikke bli mer enn det vedtaket tok tilbake.")
        if each.line.restores and each.line.award:
            _restored(each.line.award, each)
    sums: dict[int, int] = defaultdict(int)
    for each in found:
        sums[each.line.year] += 0 if each.line.restores else each.amount
    for year, amount in sums.items():
        if round := _round(klage, year):
            money_of(round).grant(amount)


def book(klage: Klage, *, at: datetime) -> None:
    """Give it. What had been refused becomes an award; what was granted gets a supplement; what went back is restored.

    Raises CannotBook.
    """
    check(klage)
    opened: dict[Hashable, Award] = {}
    for each in more_of(klage):
        entry = _entry(klage, each, opened)
        round = _round(klage, each.line.year) or klage.letter.round
        ledger_actions.book([entry], round=round, about=klage.pk, at=at)
        if each.line.award:  # which may have been reported on already
            keep_asking(each.line.award, each.line.year, at=at)


def _entry(klage: Klage, more: More, opened: dict[Hashable, Award]) -> Entry:
    line = more.line
    if line.restores and line.award:
        return _restored(line.award, more)
    if line.award:
        return Entry(line.award.pk, line.year, Kind.SUPPLEMENT, more.amount)
    assert line.granted
    origin = origin_of(line.granted)
    award = opened.get(origin) or awards_by_origin(klage.letter).get(origin)
    if award is None:
        planned = line.granted.recommended.planned
        tiltak = planned.tiltak if planned else None
        award = ledger_actions.open_award(
            klage.letter.round, recipient=klage.letter.recipient, name=line.name, tiltak=tiltak
        )
        opened[origin] = award
    return Entry(award.pk, line.year, Kind.GRANTED, more.amount)


def _restored(award: Award, more: More) -> Entry:
    year = more.line.year
    balance, waiting = standing_in(award, year)
    return ledger.restore(balance, more.amount, award=award.pk, year=year, waiting=waiting)


def _round(klage: Klage, year: int) -> Round | None:
    """The round whose money it is, when that has begun. Until then a later year is bound by the round that gave it."""
    return Round.objects.filter(county=klage.county_id, year=year).select_related("rule_set__stored").first()
