"""What a klage that is upheld gives more of, into the county's ledger."""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime

from laget.base.cycle.models import Round
from laget.base.cycle.queries import round_of_year
from laget.grant.allocation.actions import refuse_more_than_is_free
from laget.grant.changes.unused import keep_asking
from laget.grant.klage.models import Klage
from laget.grant.klage.queries import Line, awards_by_origin, lines_of, origin_of
from laget.grant.ledger import actions as ledger_actions
from laget.grant.ledger.models import Award
from laget.grant.ledger.models import Entry as Booked
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
    return [
        More(line, klage.more[line.key]) for line in lines_of(klage.letter, but=klage.pk) if klage.more.get(line.key)
    ]


def check(klage: Klage) -> None:
    """Raises CannotBook unless it could be given now: no more comes back than went, and the county has the rest."""
    found, restored = more_of(klage), _went_back_in(klage)
    for each in found:
        if each.line.most is not None and each.amount > each.line.most:
            raise CannotBook(f"{each.line.name}: det kan ikke bli mer enn det vedtaket tok tilbake.")
        if each.line.restores and each.line.award:
            _restored(each.line.award, each)
    sums: dict[int, int] = defaultdict(int)
    for each in found:
        sums[each.line.year] += each.amount
    for year, amount in sorted(sums.items()):
        round = round_of_year(klage.letter.round, year)
        if round and not (restored and round == restored):
            refuse_more_than_is_free(round, amount)


def book(klage: Klage, *, at: datetime) -> None:
    """Give it. What had been refused becomes an award; what was granted gets a supplement; what went back is restored.

    Raises CannotBook.
    """
    check(klage)
    opened: dict[Hashable, Award] = {}
    for each in more_of(klage):
        entry = _entry(klage, each, opened)
        round = _went_back_in(klage) or round_of_year(klage.letter.round, each.line.year) or klage.letter.round
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


def _went_back_in(klage: Klage) -> Round | None:
    """The round that the money went back in, when that is what is complained of: there it is booked that it doesn't.

    When the year has had a round of its own since, the money was free there, and must be so still.
    """
    gone = Booked.objects.filter(about=klage.letter.about, kind=Kind.RETURNED).select_related("round__rule_set__stored")
    found = gone.first()
    return found.round if found else None
