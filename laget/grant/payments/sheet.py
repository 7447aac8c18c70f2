"""The yearly sheet: where a county's money for one year is, for each ordning and recipient. All parts add up."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from django.utils.translation import gettext as _

from laget.base.actors.models import OWNERS, Network, Organisation
from laget.base.cycle.models import Round
from laget.base.ui.spreadsheet import Sheet
from laget.grant.allocation.queries import bound_on_paper, money_of
from laget.grant.ledger.models import Award
from laget.grant.ledger.queries import of_year
from laget.rules.ledger import Balance, Entry, Kind, YearMoney, after, own_contribution, total


@dataclass(frozen=True, slots=True)
class Line:
    """One award in one year. `bound` is how much of what it was granted was decided in an earlier round."""

    award: Award
    balance: Balance
    bound: int
    own_share: Fraction | None  # egenandel, where the ordning asks the recipient for one

    @property
    def granted(self) -> int:
        """What was granted in the year's own round, supplements included."""
        return self.balance.granted + self.balance.supplement - self.bound

    @property
    def own(self) -> int | None:
        return None if self.own_share is None else own_contribution(self.balance.right, self.own_share)


@dataclass(frozen=True, slots=True)
class Sum:
    """Some lines added up: those of a recipient, of an ordning, or all."""

    name: str
    lines: tuple[Line, ...]

    @property
    def balance(self) -> Balance:
        return total(line.balance for line in self.lines)

    @property
    def bound(self) -> int:
        return sum(line.bound for line in self.lines)

    @property
    def granted(self) -> int:
        return sum(line.granted for line in self.lines)

    @property
    def own(self) -> int | None:
        known = [line.own for line in self.lines if line.own is not None]
        return sum(known) if known else None


@dataclass(frozen=True, slots=True)
class YearSheet:
    round: Round
    money: YearMoney
    ordninger: tuple[tuple[Sum, tuple[Sum, ...]], ...]  # each with its recipients
    all: Sum


def sheet_of(round: Round) -> YearSheet:
    """Everything that is known of the money of the round's year: what is decided and not sent is left out."""
    lines = _lines(round)
    ordninger: dict[str, dict[tuple[str, UUID], list[Line]]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        recipient = line.award.recipient
        ordninger[line.award.given_in.rule_set.ordning.name][recipient.sort_key, recipient.pk].append(line)
    found = []
    for ordning, recipients in sorted(ordninger.items()):
        rows = tuple(Sum(each[0].award.recipient.name, tuple(each)) for _key, each in sorted(recipients.items()))
        found.append((Sum(ordning, tuple(line for row in rows for line in row.lines)), rows))
    whole = Sum(_("Hele fylket"), tuple(lines))
    money = money_of(round)
    known = YearMoney(money.frame, whole.bound + bound_on_paper(round), money.set_aside, whole.granted)
    return YearSheet(round, known, tuple(found), whole)


def headings() -> list[str]:
    first = [_("Ordning"), _("Mottaker"), _("Tildeling"), _("Innvilget i år"), _("Bundet fra før")]
    first += [_("Overført hit"), _("Omdisponert hit"), _("I alt")]
    then = [_("Brukt"), _("Overført videre"), _("Omdisponert herfra"), _("Går tilbake"), _("Ikke gjort rede for")]
    paid = [_("Utbetalt"), _("Ikke utbetalt"), _("Skal betales tilbake"), _("Betalt tilbake"), _("Ettergitt")]
    return first + then + paid + [_("Egenandel")]


def sheets(found: YearSheet) -> list[Sheet]:
    """The same as a spreadsheet: each award, each recipient, and the county's money."""
    each_award = ((ordning.name, row.name, line.award.full_name, *_numbers(line)) for ordning, row, line in _all(found))
    rows = ((ordning.name, row.name, "", *_numbers(row)) for ordning, rows in found.ordninger for row in rows)
    money = found.money
    parts = (
        (_("Bundet av tidligere år"), money.bound),
        (_("Satt av"), money.set_aside),
        (_("Innvilget i år"), money.granted),
        (_("Fritt"), money.free),
        (_("Fylkets tilskudd"), money.frame),
    )
    sums = (_("Sum"), "", "", *_numbers(found.all))
    return [
        Sheet(_("Mottakere"), headings(), [*rows, sums]),
        Sheet(_("Tildelinger"), headings(), [*each_award, sums]),
        Sheet(_("Fylkets penger"), (_("Post"), _("Beløp")), parts),
    ]


def _numbers(each: Line | Sum) -> tuple[int | None, ...]:
    b = each.balance
    return (
        *(each.granted, each.bound, b.carried_in, b.moved_in, b.whole),
        *(b.used, b.carried_out, b.moved_out, b.returned, b.left),
        *(b.held, b.unpaid, b.owed, b.repaid, b.written_off, each.own),
    )


def _all(found: YearSheet) -> Iterator[tuple[Sum, Sum, Line]]:
    return ((ordning, row, line) for ordning, rows in found.ordninger for row in rows for line in row.lines)


def _lines(round: Round) -> list[Line]:
    balances: dict[UUID, Balance] = defaultdict(Balance)
    bound: dict[UUID, int] = defaultdict(int)
    told = of_year(round).filter(known_since__isnull=False)
    columns = ("award", "kind", "amount", "in_hand", "round__year")
    for award, kind, amount, in_hand, decided in told.order_by("pk").values_list(*columns):
        balances[award] = after(balances[award], Entry(award, round.year, Kind(kind), amount, in_hand))
        if kind in _OF_THE_FRAME and decided < round.year:
            bound[award] += amount
    awards = _known(round, balances)
    owners = _owners(award.recipient_id for award in awards)
    return [Line(award, balances[award.pk], bound[award.pk], _own_share(award, owners)) for award in awards]


_OF_THE_FRAME = (Kind.GRANTED, Kind.SUPPLEMENT)


def _known(round: Round, among: Iterable[UUID]) -> list[Award]:
    names = ("recipient", "given_in__rule_set__ordning", "given_in__rule_set__stored", "tiltak__applicant")
    found = Award.objects.filter(county=round.county_id, pk__in=list(among), known_since__isnull=False)
    return list(found.select_related(*names).order_by("recipient__sort_key", "name", "pk"))


def _own_share(award: Award, owners: frozenset[UUID]) -> Fraction | None:
    return award.given_in.rules.own_share if award.recipient_id in owners else None


def _owners(recipients: Iterable[UUID]) -> frozenset[UUID]:
    """Those of the recipients that are owners, alone or together in a network: a UH has no egenandel."""
    among = list(recipients)
    alone = Organisation.objects.filter(pk__in=among, kind__in=OWNERS).values_list("pk", flat=True)
    together = Network.objects.filter(pk__in=among).values_list("pk", flat=True)
    return frozenset([*alone, *together])


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of the drawing of the county's money: where it begins and how wide it is, in thousandths."""

    name: str
    tone: int  # of the palette that parts of a whole are drawn in
    amount: int
    start: int
    width: int


def drawing_of(money: YearMoney) -> list[Piece]:
    """The county's money as one bar."""
    parts = [
        (_("Bundet av tidligere år"), 5, money.bound),
        (_("Satt av"), 2, money.set_aside),
        (_("Innvilget i år"), 4, money.granted),
        (_("Fritt"), 3, money.free),
    ]
    return pieces_of(parts, whole=money.frame)


def pieces_of(parts: Iterable[tuple[str, int, int]], *, whole: int) -> list[Piece]:
    """Parts of a whole, each with its name, tone and amount, as one bar. They fill it, to the thousandth."""
    pieces, before = [], 0
    for name, tone, amount in parts:
        start, end = (sum_ * 1000 // (whole or 1) for sum_ in (before, before + amount))
        pieces.append(Piece(name, tone, amount, start, end - start))
        before += amount
    return pieces
