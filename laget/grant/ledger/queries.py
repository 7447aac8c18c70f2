from collections import defaultdict
from collections.abc import Hashable, Iterable
from uuid import UUID

from django.db.models import QuerySet, Sum

from laget.base.accounts.actor import Actor
from laget.base.cycle.models import Round
from laget.base.cycle.queries import round_of_year
from laget.base.prepared import Prepared, Slot, among
from laget.grant.ledger.models import Award, Entry
from laget.rules import ledger
from laget.rules.apportionment import Post
from laget.rules.ledger import Balance, Kind


def visible_to(actor: Actor) -> QuerySet[Award]:
    """What has been granted is for everyone in the county to see, once the letter is sent."""
    known = Award.objects.filter(county__in=actor.counties, known_since__isnull=False)
    return known.select_related("given_in__rule_set", "recipient", "tiltak__network", "tiltak__applicant")


Awards = Iterable[Award]
Year = tuple[Hashable, int]  # an award in one year
Waiting = dict[Year, list[ledger.Entry]]


def balances_of(awards: Awards) -> dict[Year, Balance]:
    """Where each of the awards stands, by (award, year): what is decided and not told yet is left out."""
    return standing_of(awards)[0]


def balance_of(award: Award, year: int) -> Balance:
    return standing_in(award, year)[0]


def standing_in(award: Award, year: int) -> tuple[Balance, list[ledger.Entry]]:
    """Where one award stands in one year, and what waits."""
    balances, waiting = standing_of([award])
    return balances.get((award.pk, year), Balance()), waiting[award.pk, year]


def decided_of(awards: Awards) -> dict[Year, Balance]:
    """Where each of the awards will stand when every letter has left, by (award, year)."""
    return ledger.balances_of(entry for entry, _known in _entries_of(awards))


def waiting_on(awards: Awards) -> Waiting:
    """What is decided and not told yet, by (award, year)."""
    return standing_of(awards)[1]


def standing_of(awards: Awards) -> tuple[dict[Year, Balance], Waiting]:
    """Both: where each of them stands, and what waits. One query, when the awards are fetched already."""
    found = _entries_of(awards)
    waiting: Waiting = defaultdict(list)
    for entry, known in found:
        if not known:
            waiting[entry.award, entry.year].append(entry)
    return ledger.balances_of(entry for entry, known in found if known), waiting


def _entries_of(awards: Awards) -> list[tuple[ledger.Entry, bool]]:
    """As the rules want them, and whether they are known."""
    rows = _ENTRIES(awards=[award.pk for award in awards])
    return [
        (ledger.Entry(award, year, Kind(kind), amount, in_hand), known_since is not None)
        for award, year, kind, amount, in_hand, known_since in rows
    ]


_ENTRIES = Prepared(
    lambda: (
        Entry.objects.filter(among("award_id", Slot("awards")))
        .order_by("pk")
        .values_list("award", "year", "kind", "amount", "in_hand", "known_since")
    )
)


def round_of(award: Award, year: int) -> Round:
    """The round whose money it is that year. A later year that has no round yet is still the round's that bound it."""
    return round_of_year(award.given_in, year) or award.given_in


def of_year(round: Round) -> QuerySet[Entry]:
    """What has been booked on the money of the round's year and ordning, in the whole county, told or not."""
    return Entry.objects.filter(
        award__county=round.county_id, award__given_in__ordning__key__in=round.ordning_keys, year=round.year
    )


def bound_in(round: Round) -> list[Post]:
    """What awards of earlier rounds bind of this year's money, with the recipient's name. Whole kroner.

    What had been given up before the round began binds no longer, from when that is told.
    """
    earlier = of_year(round).filter(round__year__lt=round.year, kind__in=[*_OF_THE_FRAME, Kind.RETURNED, Kind.RESTORED])
    earlier = earlier.exclude(kind=Kind.RETURNED, known_since=None)
    rows = earlier.order_by("award__name", "award__recipient__sort_key", "award")
    bound: dict[tuple[UUID, str], int] = defaultdict(int)
    for award, name, recipient, kind, amount in rows.values_list(*_BOUND):
        bound[award, f"{name}, {recipient}"] += -amount if kind == Kind.RETURNED else amount
    return [Post(name, amount) for (_award, name), amount in bound.items() if amount]


def granted_in(round: Round) -> int:
    """What has been granted in the round, of its own year's money."""
    found = of_year(round).filter(round=round.pk, kind__in=_OF_THE_FRAME).aggregate(sum=Sum("amount"))
    return found["sum"] or 0


_BOUND = ("award", "award__name", "award__recipient__name", "kind", "amount")
_OF_THE_FRAME = (Kind.GRANTED, Kind.SUPPLEMENT)
